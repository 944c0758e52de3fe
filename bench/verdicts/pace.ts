import { parseArgs } from 'node:util'
import { mean, median } from 'd3-array'
import { NEWS_BUCKET, TURNS } from '#shared/store/news.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { risesWithin, YOUNG } from '#shared/trend/rising.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput, Judgement } from '#shared/verdict/judge/judgement.ts'
import { isUrgent, restsUntil } from '#shared/verdict/judge/urgent.ts'
import { type MadeCase, makeCase } from './battery/made-case.ts'
import { plansOf } from './battery/plans.ts'
import { KeptAtRest } from './kept-at-rest.ts'
import { toldBy } from './tidemark.ts'

/**
 * Shows that no fast leak is told later because quiet services are judged once an hour, or because of what rests a profile is kept
 * each five minutes: `node bench/verdicts/pace.ts --seed 1`. Each leak of the battery is judged by every plan, by those plans that
 * the pace leaves, and by every plan of what is kept of profiles that come alone.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, least: { type: 'string', default: '60' } },
})
/** Before the leak begins, and after it. */
const [BEFORE, AFTER] = [4 * HOUR, 24 * HOUR]
/** Plans that look at an urgent mark. */
const LOOKED_AT = 3

interface Told {
  readonly every: number | undefined
  readonly paced: number | undefined
  readonly kept: number | undefined
  readonly runs: { every: number; paced: number }
  /** Share of the profiles that are kept. */
  readonly share: number
}

/** Whether what came in since the plan before says that the next one must not wait (shared/ingest/urgent.ts). */
const bringsUrgent = ({ lives }: JudgeInput, now: number): boolean =>
  lives.some((life) => {
    const at = [...life.times.keys()].filter((i) => (life.times[i] as number) > now - NEWS_BUCKET)
    const isYoung = (life.process.startedAt ?? now) > now - YOUNG
    return (
      at.length > 0 && (at.length === 1 || isYoung || risesWithin(at.map((i) => () => countsAt(life, i))))
    )
  })

const countsAt = ({ counts }: LifeSeries, i: number): Map<string, number> =>
  new Map([...counts].map(([id, { last }]) => [id, last[i] as number]))

function play({ truth, start, end, inputAt }: MadeCase, turn: number): Told {
  if (truth === undefined) throw new Error('nothing leaks here')
  const urgent = new Set<number>()
  const runs = { every: 0, paced: 0 }
  let [every, paced, kept]: (number | undefined)[] = []
  const atRest = new KeptAtRest()
  const has = ({ verdicts }: Judgement): boolean =>
    verdicts.some(
      (one) => !toldBy(one).quiet && one.members.some(({ signature }) => signature === truth.signature),
    )
  const first = Math.ceil(Math.max(start, truth.since - BEFORE) / NEWS_BUCKET) + 1
  for (let plan = first; plan * NEWS_BUCKET <= Math.min(end, truth.since + AFTER); plan++) {
    const now = plan * NEWS_BUCKET
    const input = inputAt(now)
    if (input.lives.length === 0) continue
    if (bringsUrgent(input, now)) urgent.add(plan)
    const judgement = judge(input)
    const isTold = now > truth.since && has(judgement)
    runs.every++
    if (isTold) every ??= now
    const isDue =
      plan % TURNS === turn ||
      Array.from({ length: LOOKED_AT }, (_, i) => plan - i).some((one) => urgent.has(one))
    if (isDue) {
      runs.paced++
      if (isTold) paced ??= now
      if (isUrgent(judgement, now)) urgent.add(plan + 1)
    }
    if (kept === undefined) {
      const seen = judge(inputAt(now, (recording) => atRest.at(recording, now)))
      atRest.judged(restsUntil(seen, now) ?? 0)
      if (now > truth.since && has(seen)) kept = now
    }
    if (every !== undefined && paced !== undefined && kept !== undefined) break
  }
  return { every, paced, kept, runs, share: atRest.share }
}

const told = plansOf(Number(values.seed))
  .filter(({ leak }) => (leak?.perHour ?? 0) >= Number(values.least))
  .map((plan, i) => {
    const made = makeCase(plan)
    return { name: plan.name, since: made.truth?.since ?? made.start, ...play(made, i % TURNS) }
  })
const later = (of: 'paced' | 'kept') =>
  told.filter(({ every, [of]: at }) => every !== undefined && (at ?? Number.POSITIVE_INFINITY) > every)
const hours = (of: 'every' | 'paced' | 'kept'): string =>
  (
    median(told.flatMap((one) => (one[of] === undefined ? [] : [(one[of] - one.since) / HOUR]))) ?? Number.NaN
  ).toFixed(2)
const runs = (of: 'every' | 'paced'): number => told.reduce((sum, one) => sum + one.runs[of], 0)
console.log(
  `${told.length} leaks of ${values.least} an hour or more, ${told.filter(({ every }) => every !== undefined).length} told.`,
)
console.log(
  `Median of the hours until then: ${hours('every')} by every plan (${runs('every')} runs), ${hours('paced')} by pace (${runs('paced')} runs).`,
)
console.log(
  `${hours('kept')} of what is kept of profiles that come alone, ${(100 * (mean(told, ({ share }) => share) ?? 0)).toFixed(0)} % until a leak is told.`,
)
for (const way of ['paced', 'kept'] as const) {
  const sooner = told.filter(({ every, [way]: at }) => at !== undefined && at < (every ?? 0))
  console.log(`Told later, ${way}: ${later(way).length}; sooner: ${sooner.length}.`)
  for (const { name, since, every = 0, [way]: at } of later(way))
    console.log(
      `* ${name}, told after ${((every - since) / HOUR).toFixed(1)} h: ${at === undefined ? 'not told' : `${(at - every) / MINUTE} min`}`,
    )
}
