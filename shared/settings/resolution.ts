import { HOUR, MINUTE } from '#shared/time.ts'
import type { ServiceSettings } from './settings.ts'

/** From when on slots have a width; seconds undefined: as the stage has it. */
export interface ResolutionFrom {
  /** Start of an hour, milliseconds since the epoch. */
  readonly from: number
  readonly seconds: number | undefined
}

/** All widths that a snapshot may still be slotted by, oldest first; before the first one the stage's holds. */
export type Resolutions = readonly ResolutionFrom[]

/**
 * Time between a change and its first slot: functions remember settings for 10 minutes, profiles may be 10 minutes
 * ahead of the clock, and clocks differ.
 */
const NOTICE = 30 * MINUTE
/** Profiles may be 14 days behind the clock: older changes concern no push. */
const BEHIND = 14 * 24 * HOUR

/**
 * The widths after the settings have changed.
 *
 * Law: the slot of a profile follows from its own time. A new width begins with a full hour that no function can
 * meet before it has heard of the change, so that a push that is sent again finds its first slot.
 */
export function resolutionsAfter(
  before: Resolutions,
  { resolutionSeconds: seconds }: Pick<ServiceSettings, 'resolutionSeconds'>,
  now: number,
): Resolutions {
  const begins = Math.ceil((now + NOTICE) / HOUR) * HOUR
  // A change that nobody can have slotted by is as if it had not been.
  const stand = before.filter(({ from }) => from < begins)
  const first = stand.findLastIndex(({ from }) => from <= now - BEHIND)
  const needed = stand.slice(Math.max(0, first))
  return needed.at(-1)?.seconds === seconds ? needed : [...needed, { from: begins, seconds }]
}

/** @param stage milliseconds of a slot where nothing was chosen */
export function resolutionAt(resolutions: Resolutions, at: number, stage: number): number {
  const seconds = chosenAt(resolutions, at)
  return seconds === undefined ? stage : seconds * 1000
}

/** Seconds of a slot as the owners have chosen it for that time; undefined: they have not. */
export const chosenAt = (resolutions: Resolutions, at: number): number | undefined =>
  resolutions.findLast(({ from }) => from <= at)?.seconds
