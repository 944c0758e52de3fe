/** What the judge looks at, built from plain numbers. */

import { DEFAULT_SETTINGS } from '#shared/settings/settings.ts'
import { type Signature, type SignatureId, signatureId } from '#shared/signature/signature.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { emptyBlock, type Moment, mergeMoments } from '#shared/trend/block.ts'
import { livesOf } from '#shared/trend/lives.ts'
import { type ProcessFacts, processId } from '#shared/trend/process.ts'
import { type Counts, type LifeSeries, seriesOf } from '#shared/trend/series.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'

/** A Friday midnight: the time of the first count where a test does not say another. */
export const START = Date.UTC(2026, 4, 1)
/** Time between two counts where a test does not say another. */
export const STEP = 10 * MINUTE

/** Whole counts of a shape, given by the hours since its start. */
export const counted = (hours: number, countAt: (hour: number) => number, step = STEP): number[] =>
  Array.from({ length: Math.round((hours * HOUR) / step) }, (_, i) =>
    Math.max(0, Math.floor(countAt((i * step) / HOUR))),
  )

/** The same counts, each moved by a whole number from -spread to spread; a seed names the noise. */
export function noisy(counts: readonly number[], seed: number, spread: number): number[] {
  let state = seed
  return counts.map((count) => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    const share = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    return Math.max(0, count + Math.floor(share * (2 * spread + 1)) - spread)
  })
}

/** Where and when a life was counted. `at`: time of each count, else one each `step` from `from` on. */
export interface LifeFacts extends Partial<ProcessFacts> {
  readonly from?: number
  readonly step?: number
  readonly at?: readonly number[]
}

/** One life of a process from the counts of each signature; without facts, `checkout-1` started at `START`. */
export function lifeOf(
  counts: Readonly<Record<SignatureId, readonly number[]>>,
  facts: LifeFacts = {},
): LifeSeries {
  const { from = START, step = STEP, at, ...known } = facts
  const length = Math.max(0, ...Object.values(counts).map((values) => values.length))
  const times = Float64Array.from(at ?? Array.from({ length }, (_, i) => from + i * step))
  const process: ProcessFacts = {
    instance: 'checkout-1',
    startedAt: from,
    session: undefined,
    version: undefined,
    buildId: undefined,
    ...known,
  }
  const seen = { labels: {}, firstSeen: times[0] ?? from, lastSeen: times.at(-1) ?? from }
  const rows = Object.entries(counts).map(([id, values]) => [id, countsOf(values)] as const)
  return { process: { ...process, ...seen, id: processId(process) }, life: 0, times, counts: new Map(rows) }
}

/** The lives of one process as its stored snapshots give them, in whatever order these came. */
export function livesFrom(moments: readonly Moment[], facts: Partial<ProcessFacts> = {}): LifeSeries[] {
  const times = moments.map(({ at }) => at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const { process } = lifeOf({}, { startedAt: undefined, ...facts, at: [first, last] })
  const step = 5 * MINUTE
  const start = Math.floor(first / HOUR) * HOUR
  const block = emptyBlock(process.id, start, step, Math.floor((last - start) / step) + 1)
  mergeMoments(block, moments)
  return livesOf(seriesOf(process, [block]))
}

/** Counts of slots with one snapshot each. */
export const countsOf = (values: readonly number[]): Counts => ({
  low: Float64Array.from(values),
  high: Float64Array.from(values),
  last: Float64Array.from(values),
})

/** A signature with the id of its frames; nothing known of its start. */
export const signatureOf = (frames: readonly string[], more: Partial<Signature> = {}): Signature => ({
  id: signatureId(frames),
  frames,
  entry: frames.at(-1),
  ownCode: undefined,
  creator: undefined,
  ...more,
})

/** The input of a judge that looks right after the last count. */
export const inputOf = (
  lives: readonly LifeSeries[],
  signatures: readonly Signature[] = [],
  states: JudgeInput['states'] = new Map(),
): JudgeInput => ({
  service: 'checkout',
  settings: DEFAULT_SETTINGS,
  lives,
  signatures: new Map(signatures.map((signature) => [signature.id, signature])),
  states,
  ranged: new Map(),
  evidence: [],
  sockets: new Map(),
  now: Math.max(...lives.map(({ times }) => times.at(-1) ?? START)) + MINUTE,
})
