import type { Random } from '../battery/random.ts'
import { between } from './chance.ts'
import type { PlannedLife } from './service.ts'

/** Instances that run from the begin to the end of a case. */
export const standing = (instances: number, spanHours: number): PlannedLife[] =>
  Array.from({ length: instances }, (_, i) => ({ instance: `made-${i + 1}`, from: 0, to: spanHours }))

/** A deployment: each instance is replaced at the hours of the releases, one after another, under a new name. */
export function deployed(
  instances: number,
  spanHours: number,
  releases: readonly { readonly at: number; readonly version: string }[],
  /** Hours between two instances. */
  apart = 1 / 6,
): PlannedLife[] {
  return releases.flatMap(({ at, version }, release) =>
    Array.from({ length: instances }, (_, i) => ({
      instance: `made-${release + 1}-${i + 1}`,
      version,
      from: at === 0 ? 0 : at + i * apart,
      to: (releases[release + 1]?.at ?? spanHours) + i * apart,
    })).map((life) => ({ ...life, to: Math.min(life.to, spanHours) })),
  )
}

/** Slots that are always taken, by processes of such a length; each successor has a new name. */
export function replaced(
  slots: number,
  spanHours: number,
  [least, most]: readonly [number, number],
  random: Random,
): PlannedLife[] {
  return Array.from({ length: slots }, (_, slot) => {
    const lives: PlannedLife[] = []
    for (let from = 0; from < spanHours; ) {
      const to = Math.min(spanHours, from + between(random, least, most))
      lives.push({ instance: `made-${slot + 1}-${lives.length + 1}`, from, to })
      from = to + 1 / 60
    }
    return lives
  }).flat()
}
