import { REASONS, Rejection } from '#shared/api/reason.ts'
import { readClientLabels } from './client-labels.ts'
import type { IngestDeps, Receipt } from './ingest.ts'
import { ingestGoroutines } from './ingest-goroutines.ts'

/** Profiles that share their labels, as the Push of Pyroscope sends them. */
export interface Series {
  readonly labels: readonly { readonly name: string; readonly value: string }[]
  readonly samples: readonly { readonly rawProfile: Uint8Array }[]
}

/** Who sends them. */
export interface Sender {
  readonly tenant: string
  /** @throws Rejection `forbidden` where the sender may not push for a service */
  readonly mayTouch: (service: string) => void
}

/** What was sent and is not kept. */
interface Ignored {
  /** Profiles of something else than goroutines. */
  readonly others: number
  /** Keys of labels that were left out of one profile or more. */
  readonly trimmedLabels: readonly string[]
}

interface Refused {
  readonly where: string
  readonly rejection: Rejection
}

/** Refusals that an error spells out. */
const SHOWN = 10

/**
 * Takes in all profiles of all series one by one; a bad one does not stop the others.
 *
 * Together they may inflate to what a single profile may.
 * @returns what was not kept of those that are taken
 * @throws Rejection that names all that were refused, the others being stored; an outage at once, all can be sent again
 */
export async function ingestSeries(
  deps: IngestDeps,
  sender: Sender,
  series: readonly Series[],
  now: number,
): Promise<Ignored> {
  const profiles = series.reduce((sum, { samples }) => sum + samples.length, 0)
  const inflatedBytes = Math.floor(deps.readLimits.inflatedBytes / Math.max(1, profiles))
  const sharing = { ...deps, readLimits: { ...deps.readLimits, inflatedBytes } }
  const refused: Refused[] = []
  const trimmedLabels = new Set<string>()
  let others = 0
  for (const [row, { labels, samples }] of series.entries()) {
    for (const [place, { rawProfile }] of samples.entries()) {
      try {
        const receipt = await ingestSample(sharing, sender, labels, rawProfile, now)
        if (receipt === undefined) others++
        for (const key of receipt?.trimmedLabels ?? []) trimmedLabels.add(key)
      } catch (error) {
        if (!(error instanceof Rejection) || REASONS[error.reason].status >= 500) throw error
        refused.push({ where: `series ${row}, sample ${place}`, rejection: error })
      }
    }
  }
  const [first] = refused
  if (first !== undefined)
    throw profiles === 1 ? first.rejection : together(first.rejection, refused, profiles)
  return { others, trimmedLabels: [...trimmedLabels] }
}

/** @returns undefined: it is of something else than goroutines */
async function ingestSample(
  deps: IngestDeps,
  { tenant, mayTouch }: Sender,
  labels: Series['labels'],
  body: Uint8Array,
  now: number,
): Promise<Receipt | undefined> {
  const named = Object.fromEntries(labels.map(({ name, value }) => [name, value]))
  const facts = readClientLabels(named, '', deps.admission)
  mayTouch(facts.service)
  const push = { ...facts, tenant, at: undefined, type: undefined, source: 'pyroscope', body }
  return ingestGoroutines(deps, push, now)
}

/** One error for several; its reason is that of the first. */
function together({ reason }: Rejection, refused: readonly Refused[], profiles: number): Rejection {
  const spelled = refused.slice(0, SHOWN).map(({ where, rejection }) => `${where}: ${rejection.message}`)
  const more = refused.length > SHOWN ? ` And ${refused.length - SHOWN} more.` : ''
  return new Rejection(
    reason,
    `${refused.length} of ${profiles} profiles were refused, the others are taken. ${spelled.join(' ')}${more}`,
  )
}
