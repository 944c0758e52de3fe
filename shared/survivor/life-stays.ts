/** The stays of one stack in one process, with the times of its dumps. */

import type { SignatureId } from '#shared/signature/signature.ts'
import { type Followed, follow, type Stay, type Stays } from './follow.ts'
import type { Observation } from './observation.ts'
import { processesIn } from './same-process.ts'

export interface LifeStays extends Stays {
  readonly times: readonly number[]
  /** @see Followed.passed */
  readonly passed: readonly number[]
}

const NOBODY: readonly Stay[] = []

/** The processes behind observations under one name, followed: a restart may have been missed, or two may share it. */
export const livesIn = (observations: readonly Observation[]): Followed[] =>
  processesIn(observations).map(follow)

/** One stack in each of several processes. */
export const staysInStack = (lives: readonly Followed[], stack: SignatureId): LifeStays[] =>
  lives.map(({ times, passed, byStack }) => ({
    times,
    passed,
    ...(byStack.get(stack) ?? { weight: 1, stays: NOBODY }),
  }))

/** All goroutines of one origin in each of several processes, in whatever stacks they stand. */
export const staysOfOrigin = (lives: readonly Followed[], origin: number): LifeStays[] =>
  lives.map(({ times, passed, byOrigin }) => ({
    times,
    passed,
    ...(byOrigin.get(origin) ?? { weight: 1, stays: NOBODY }),
  }))

/** Those of one origin alone. */
export const onlyOrigin = (lives: readonly LifeStays[], origin: number): LifeStays[] =>
  lives.map((life) => ({ ...life, stays: life.stays.filter((stay) => stay.origin === origin) }))

/** Origins of the stays, those of most first. */
export function originsIn(lives: readonly LifeStays[]): number[] {
  const counts = new Map<number, number>()
  for (const { stays } of lives)
    for (const { origin } of stays) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([origin]) => origin)
}
