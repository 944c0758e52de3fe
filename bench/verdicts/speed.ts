import { type Signature, signatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import { processId } from '#shared/trend/process.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { inputOf } from '#test/support/lives.ts'
import { type Random, randomOf } from './battery/random.ts'
import { SERVING } from './battery/stacks.ts'
import { servedAt, trafficAt } from './battery/traffic.ts'

/** How large a service is. */
export interface ServiceSize {
  readonly processes: number
  readonly hours: number
  readonly signatures: number
}

/** A fleet of a thousand instances over the whole window of the judge. */
export const LARGE: ServiceSize = { processes: 1000, hours: 14 * 24, signatures: 60 }

const SEED = 7
const START = Date.UTC(2026, 5, 1)

/** Seconds that one judgement of such a service takes, on one core. */
export function judgeSeconds(size: ServiceSize): number {
  const input = largeService(size)
  const started = performance.now()
  judge(input)
  return (performance.now() - started) / 1000
}

/** Hourly series; of ten signatures one moves: they grow and wave by turns. One signature serves connections. */
function largeService({ processes, hours, signatures }: ServiceSize): JudgeInput {
  const random = randomOf(SEED)
  const stacks = [SERVING, ...Array.from({ length: signatures - 1 }, (_, i) => stackOf(i))]
  const lives = Array.from({ length: processes }, (_, i) => lifeOf(`pod-${i}`, hours, stacks, random))
  return inputOf(lives, stacks)
}

function stackOf(index: number): Signature {
  const frames = [`main.(*part${index}).wait`, `main.(*part${index}).run`]
  return { id: signatureId(frames), frames, entry: frames[1], ownCode: frames[0], creator: undefined }
}

function lifeOf(instance: string, hours: number, stacks: readonly Signature[], random: Random): LifeSeries {
  const facts = { instance, startedAt: START, session: undefined, version: undefined, buildId: undefined }
  const times = Float64Array.from({ length: hours }, (_, hour) => START + hour * HOUR)
  const seen = { labels: {}, firstSeen: START, lastSeen: times.at(-1) ?? START }
  return {
    process: { ...facts, ...seen, id: processId(facts) },
    life: 0,
    times,
    counts: new Map(stacks.map(({ id }, i) => [id, countsOf(i, hours, random)])),
  }
}

function countsOf(index: number, hours: number, random: Random): Counts {
  let leaked = 0
  const row = Float64Array.from({ length: hours }, (_, hour) => {
    const traffic = trafficAt('diurnal', hour, 0)
    if (index === 0) return random.poisson(servedAt(traffic))
    if (index % 10 !== 5) return 4 + (index % 7)
    if (index % 20 !== 5) return random.poisson(20 + 20 * traffic)
    leaked += random.poisson(1)
    return 3 + leaked
  })
  return { low: row, high: row, last: row }
}
