import { readClientLabels } from './client-labels.ts'
import type { IngestDeps } from './ingest.ts'
import {
  type BroughtProfile,
  ingestSeveral,
  refuseTogether,
  type Sender,
  type TakenIn,
} from './ingest-several.ts'

/** Profiles that share their labels, as the Push of Pyroscope sends them. */
export interface Series {
  readonly labels: readonly { readonly name: string; readonly value: string }[]
  readonly samples: readonly { readonly rawProfile: Uint8Array }[]
}

/**
 * Takes in all profiles of all series.
 *
 * @returns what was not kept of those that are taken
 * @throws Rejection that names all that were refused, the others being stored; an outage at once, all can be sent again
 */
export async function ingestSeries(
  deps: IngestDeps,
  sender: Sender,
  series: readonly Series[],
  now: number,
): Promise<TakenIn> {
  const profiles = series.flatMap(({ labels, samples }, row) =>
    samples.map(
      ({ rawProfile }, place): BroughtProfile => ({
        where: `series ${row}, sample ${place}`,
        read: () => {
          const named = Object.fromEntries(labels.map(({ name, value }) => [name, value]))
          const facts = readClientLabels(named, '', deps.admission)
          return { ...facts, at: undefined, type: undefined, source: 'pyroscope', body: rawProfile }
        },
      }),
    ),
  )
  const takenIn = await ingestSeveral(deps, sender, profiles, now)
  refuseTogether(takenIn, profiles.length)
  return takenIn
}
