import { REASONS, type Refusal, Rejection, refusalOf, rejectionOf } from '#shared/api/reason.ts'
import type { IngestDeps } from './ingest.ts'
import { ingestGoroutines } from './ingest-goroutines.ts'
import type { ProfilePush } from './push.ts'

/** Who sends them. */
export interface Sender {
  readonly tenant: string
  /** @throws Rejection `forbidden` where the sender may not push for a service */
  readonly mayTouch: (service: string) => void
}

/** What a message brings. It is plain data, as it may have been read in another thread. */
export interface Brought {
  /** Of goroutines. */
  readonly profiles: readonly BroughtProfile[]
  /** What the message calls the others. */
  readonly others: readonly string[]
}

/** One of the profiles that a message brings, or why it brings none here. */
export type BroughtProfile = {
  /** How a refusal calls it, such as `series 0, sample 3`. */
  readonly where: string
} & ({ readonly push: BroughtPush } | { readonly refused: Refusal })

type BroughtPush = Omit<ProfilePush, 'tenant'>

/** Reads one profile of a message; what speaks against it speaks against no other. @param read throws Rejection */
export async function bring(
  where: string,
  read: () => BroughtPush | Promise<BroughtPush>,
): Promise<BroughtProfile> {
  try {
    return { where, push: await read() }
  } catch (error) {
    if (error instanceof Rejection) return { where, refused: refusalOf(error) }
    throw error
  }
}

/** Bytes of all profiles that a message brings: they are held beside its body until they are stored. */
export const bytesOf = (profiles: readonly BroughtProfile[]): number =>
  profiles.reduce((sum, one) => sum + ('push' in one ? one.push.body.byteLength : 0), 0)

/** What became of them. */
export interface TakenIn {
  /** Profiles that are kept, also as a duplicate or coalesced. */
  readonly taken: number
  /** Profiles of something else than goroutines. */
  readonly others: number
  readonly refused: readonly Refused[]
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
 * Takes in profiles one by one; a bad one does not stop the others.
 *
 * @param inflatedBytes that each may inflate to; without it all together may inflate to what a single one may
 * @throws Rejection for an outage, at once: all can be sent again
 */
export async function ingestSeveral(
  deps: IngestDeps,
  { tenant, mayTouch }: Sender,
  profiles: readonly BroughtProfile[],
  now: number,
  inflatedBytes = shareOf(deps, profiles.length),
): Promise<TakenIn> {
  const sharing = { ...deps, readLimits: { ...deps.readLimits, inflatedBytes } }
  const refused: Refused[] = []
  const trimmedLabels = new Set<string>()
  let taken = 0
  let others = 0
  for (const profile of profiles) {
    try {
      if ('refused' in profile) throw rejectionOf(profile.refused)
      const { push } = profile
      mayTouch(push.service)
      const receipt = await ingestGoroutines(sharing, { ...push, tenant }, now)
      if (receipt === undefined) others++
      else taken++
      for (const key of receipt?.trimmedLabels ?? []) trimmedLabels.add(key)
    } catch (error) {
      if (!(error instanceof Rejection) || REASONS[error.reason].status >= 500) throw error
      refused.push({ where: profile.where, rejection: error })
    }
  }
  return { taken, others, refused, trimmedLabels: [...trimmedLabels] }
}

/** Bytes that each of so many profiles may inflate to. */
const shareOf = ({ readLimits }: Pick<IngestDeps, 'readLimits'>, profiles: number): number =>
  Math.floor(readLimits.inflatedBytes / Math.max(1, profiles))

/** @throws Rejection that names all that were refused, the others being stored; that of a single profile as it is */
export function refuseTogether({ refused }: Pick<TakenIn, 'refused'>, profiles: number): void {
  const [first] = refused
  if (first === undefined) return
  if (profiles === 1) throw first.rejection
  throw new Rejection(first.rejection.reason, sayRefused(refused, profiles))
}

/** All refusals as one text. */
export function sayRefused(refused: TakenIn['refused'], profiles: number): string {
  const spelled = refused.slice(0, SHOWN).map(({ where, rejection }) => `${where}: ${rejection.message}`)
  const more = refused.length > SHOWN ? ` And ${refused.length - SHOWN} more.` : ''
  const rest = refused.length < profiles ? ', the others are taken' : ''
  return `${refused.length} of ${profiles} profiles were refused${rest}. ${spelled.join(' ')}${more}`
}
