import { unpackSightings } from '#shared/store/packed-sightings.ts'
import { processId } from '#shared/trend/process.ts'
import { jumps, risesWithin, YOUNG } from '#shared/trend/rising.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { StoredRead } from './read-stored.ts'
import type { SignedProfile } from './signed-profile.ts'

/** Profiles of one service that came together, oldest first, and how many of their signatures nobody had seen before. */
interface Together {
  readonly reads: readonly StoredRead[]
  readonly newSignatures: number
}

/**
 * Whether the next plan is to have the service judged; else its turn of the hour will do. Told from the profiles alone:
 * nothing is read for it.
 */
export function isUrgent({ reads, newSignatures }: Together, now: number): boolean {
  if (newSignatures > 0 || reads.some((read) => tells(read, now))) return true
  return [...Map.groupBy(reads, ({ facts }) => processId(facts.process)).values()].some(
    // One profile does not say where it comes from.
    (some) =>
      some.length === 1 ||
      hasJumped(some.map(({ profile }) => profile.total)) ||
      risesWithin(some.map((read) => () => countsIn(read))),
  )
}

/**
 * Whether a profile of a process at rest is kept beside the first one of its slot: it is young or more than counts, or it
 * rises from there.
 */
export function standsOut(read: StoredRead, first: Snapshot | undefined, now: number): boolean {
  if (tells(read, now)) return true
  if (first === undefined) return false
  const counts = new Map(first.sightings.map(({ signature, count }) => [signature, count]))
  return hasJumped([first.total, read.profile.total]) || risesWithin([() => counts, () => countsIn(read)])
}

/** Of a service that nobody has judged, of a young process, or more than counts. */
function tells({ lastJudged, facts, profile }: Together['reads'][number], now: number): boolean {
  const { startedAt } = facts.process
  return (
    lastJudged === undefined ||
    profile.debug >= 2 ||
    profile.type !== 'goroutine' ||
    (startedAt !== undefined && startedAt > now - YOUNG)
  )
}

const hasJumped = (totals: readonly number[]): boolean => jumps(Math.min(...totals), Math.max(...totals))

const countsIn = ({ signed }: SignedProfile): ReadonlyMap<string, number> =>
  new Map(unpackSightings(signed.counts.sightings).map(({ signature, count }) => [signature, count]))
