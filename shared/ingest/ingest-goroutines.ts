import { Rejection } from '#shared/api/reason.ts'
import { type IngestDeps, ingestProfile } from './ingest.ts'
import type { ProfilePush } from './push.ts'
import type { Receipt } from './read-push.ts'

/**
 * Takes in the profile of a client that sends all of its profiles to one address: those of CPU, heap and the like are
 * no fault of it.
 *
 * @returns undefined: it is of something else than goroutines, and nothing was done
 * @throws Rejection as `ingestProfile` does, for everything else
 */
export async function ingestGoroutines(
  deps: IngestDeps,
  push: ProfilePush,
  now: number,
): Promise<Receipt | undefined> {
  try {
    return await ingestProfile(deps, push, now)
  } catch (error) {
    if (error instanceof Rejection && error.reason === 'not-a-goroutine-profile') return undefined
    throw error
  }
}
