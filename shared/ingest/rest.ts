import { chosenAt } from '#shared/settings/resolution.ts'
import { MINUTE } from '#shared/time.ts'
import { YOUNG } from '#shared/trend/rising.ts'
import type { KnownService } from './known-services.ts'

/** Width of the slot of a process at rest, milliseconds: blocks of closed hours hold a count each five minutes, and no more. */
export const REST_SLOT = 5 * MINUTE

/**
 * Whether a process rests: the last judge found nothing in its service that rises, and it is not young. Where the judge has
 * fallen silent, nothing rests.
 */
export const isAtRest = (
  service: Pick<KnownService, 'restsUntil'> | undefined,
  startedAt: number | undefined,
  now: number,
): boolean => (service?.restsUntil ?? 0) > now && (startedAt === undefined || startedAt <= now - YOUNG)

/**
 * Start of the slot that a profile shares with others while its process rests.
 *
 * @param stage milliseconds of a slot where nothing was chosen
 * @returns undefined: the owners have chosen a width, or that of the stage is as wide
 */
export const restSlot = (
  service: Pick<KnownService, 'resolutions'> | undefined,
  at: number,
  stage: number,
): number | undefined =>
  stage >= REST_SLOT || chosenAt(service?.resolutions ?? [], at) !== undefined
    ? undefined
    : Math.floor(at / REST_SLOT) * REST_SLOT
