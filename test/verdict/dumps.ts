/** What debug=2 dumps and leak profiles told of a process, from plain numbers. */

import type { Ages, Sighting } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { Dump, ProcessEvidence, Proof } from '#shared/trend/evidence.ts'
import { START } from '#test/support/lives.ts'
import { OWN_WORKER } from './stacks.ts'

/** Waits of one stack in minutes, one for each goroutine that has waited for a minute or more. */
const agesOf = (minutes: readonly number[]): Ages | undefined => {
  const sorted = minutes.toSorted((a, b) => a - b)
  const [youngest, oldest] = [sorted[0], sorted.at(-1)]
  if (youngest === undefined || oldest === undefined) return undefined
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? oldest
  return { count: sorted.length, distinct: new Set(sorted).size, youngest, median, oldest }
}

const sighting = (
  signature: string,
  count: number,
  minutes: readonly number[],
  states: Sighting['states'] = new Map(),
): Sighting => ({
  signature,
  count,
  leaked: 0,
  states,
  ages: agesOf(minutes),
  labelKeys: new Map(),
})

/** Goroutines of a stack and how long some of them have waited. */
export interface Waiting {
  readonly count: number
  readonly minutes: readonly number[]
  /** What they wait for, by how many do. */
  readonly states?: Sighting['states']
}

/** A dump with waits of the worker, beside a listener that waits since the start. */
export const dump = ({ count, minutes, states }: Waiting, sinceStart: number, hour = 1): Dump => ({
  at: START + hour * HOUR,
  sightings: [
    sighting(OWN_WORKER.id, count, minutes, states),
    sighting('0123456789abcdef', 1, sinceStart > 0 ? [sinceStart] : []),
  ],
})

/** Leak profiles an hour apart, each with so many proven of the worker. */
export const proofs = (...counts: readonly number[]): Proof[] =>
  counts.map((count, hour) => ({
    at: START + hour * HOUR,
    leaked: new Map(count === 0 ? [] : [[OWN_WORKER.id, count]]),
  }))

export const evidenceWith = (more: Partial<ProcessEvidence>): ProcessEvidence => ({
  process: 'checkout-1@20260501T000000Z',
  dumps: [],
  proofs: [],
  ...more,
})
