import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeCase } from '#cli/case/judge-case.ts'
import { contentTypeFor, exposition } from '#functions/api/answer/exposition.ts'
import { findingJson, findingSummary } from '#functions/api/answer/finding-json.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { nextFindings } from '#shared/finding/lifecycle.ts'
import { withoutGrowth } from '#shared/finding/without-growth.ts'
import { messagesOf } from '#shared/notice/message.ts'
import { noticesOf } from '#shared/notice/notice.ts'
import { slackMessage } from '#shared/notice/slack.ts'
import { reportMarkdown } from '#shared/report/markdown.ts'
import { reportOf } from '#shared/report/report.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { runningLives } from '#shared/trend/running.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { explain, headline } from '#shared/verdict/judge/explain.ts'
import { figuresJson } from '#shared/verdict/judge/figures-json.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { inputOf, lifeOf, START } from '#test/support/lives.ts'
import { OWN_WORKER, WRITE_LOOP } from '../stacks.ts'

/** One life in a history: how long, how fast it leaks, whether a twin stands beside it, and the pause before it. */
interface LifePlan {
  readonly hours: number
  readonly perHour: number
  readonly pauseHours: number
}

const anyLife = fc.record({
  hours: fc.constantFrom(1, 5, 30, 50),
  perHour: fc.constantFrom(0, 0, 1, 4, 40),
  pauseHours: fc.constantFrom(0, 0, 0.5, 4),
})

/** Instances with lives one after the other, each restart a release; some have ended long before the others. */
const anyHistory = fc.record({
  instances: fc.array(fc.array(anyLife, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  twins: fc.constantFrom(0, 1, 2),
  step: fc.constantFrom(20, 60, 96),
})

function livesOf({
  instances,
  twins,
  step,
}: typeof anyHistory extends fc.Arbitrary<infer H> ? H : never): LifeSeries[] {
  return instances.flatMap((plans, i) => {
    let from = START + i * 7 * MINUTE
    return plans.map((plan, release) => {
      const life = leaking(plan, { from, instance: `edge-${i + 1}`, version: `v${release + 1}`, twins, step })
      from += (plan.hours + plan.pauseHours) * HOUR + step * MINUTE
      return life
    })
  })
}

function leaking(
  { hours, perHour }: LifePlan,
  facts: { from: number; instance: string; version: string; twins: number; step: number },
): LifeSeries {
  const { twins, step, ...rest } = facts
  const points = Math.max(2, Math.round((hours * 60) / step))
  const counts = Array.from({ length: points }, (_, i) => 2 + Math.floor((perHour * i * step) / 60))
  const twin = twins === 0 ? {} : { [WRITE_LOOP.id]: counts.map((n) => n + (twins === 2 ? 3 : 0)) }
  return lifeOf({ [OWN_WORKER.id]: counts, ...twin }, { ...rest, step: step * MINUTE })
}

function findingsOf(lives: readonly LifeSeries[], now: number): Finding[] {
  const { verdicts, watched } = judge({ ...inputOf(lives, [OWN_WORKER, WRITE_LOOP]), now })
  const present = (verdict: Verdict) => withoutGrowth(verdict, watched, new Map())
  return nextFindings('checkout', [], verdicts, now, new Map(), present)
}

/** Numbers of a text, thousands joined; those inside names (`v1`, `edge-3`) and times are left out. */
const numbersOf = (text: string): number[] =>
  [
    ...text
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '')
      .replaceAll(/(\d),(?=\d{3})/g, '$1')
      .matchAll(/(?<![\w./-])\d+(\.\d+)?(?![\w])/g),
  ].map(([number]) => Number(number))

const rounded = (value: number): number[] => [
  Math.round(value),
  Math.round(value * 10) / 10,
  Number(value.toPrecision(1)),
]

/** What may stand in a headline beside names. */
function figuresIn(verdict: Verdict, now: number): Set<number> {
  const { goroutines, stacks, most, perHour, processes, healed } = figuresJson(verdict, now)
  const least = Math.max(1, Math.min(...stacks))
  const hours = healed === null ? 0 : (now - Date.parse(healed.at)) / HOUR
  return new Set([
    ...[goroutines, most, processes.growing, processes.of, ...stacks],
    ...stacks.map((count) => Math.round(count / least)),
    ...rounded(Math.abs(perHour)),
    ...[Math.round(hours * 60), Math.round(hours), Math.round(hours / 24)],
  ])
}

/** The laws of the sentences about one finding. */
async function expectAgreement(finding: Finding, now: number): Promise<void> {
  const { verdict, service } = finding
  const figures = figuresJson(verdict, now)
  const said = headline(service, verdict, now)
  const all = explain(service, verdict, now)
  // One count, one rate, one share of processes in every answer.
  const json = findingJson(finding, now, [])
  expect(findingSummary(finding, now, [])).toMatchObject({ ...figures, headline: said })
  expect(json).toMatchObject({ ...figures, explain: all })
  expect(json.verdict).toMatchObject({ count: figures.goroutines, perHour: figures.perHour, explain: all })
  const figuresOfService = {
    services: [serviceOf(service)],
    findings: [finding],
    ownersOf: () => [],
    counts: NO_COUNTS,
    now,
  }
  const metrics = await exposition(figuresOfService, contentTypeFor())
  const series = (name: string): number | undefined =>
    Number(
      new RegExp(`^${name}\\{service="${service}",tier="${verdict.tier}"\\} (.*)$`, 'm').exec(metrics)?.[1],
    )
  expect(series('tidemark_finding_goroutines')).toBe(figures.seen === 'silent' ? 0 : figures.goroutines)
  expect(series('tidemark_growth_goroutines_per_hour')).toBe(figures.seen === 'growing' ? figures.perHour : 0)
  const told = noticesOf(finding, 'https://t/', now - DAY, now)
  for (const { message } of messagesOf(told)) {
    expect(message.json).toMatchObject({ ...figures, headline: said })
    expect(message.text).toContain(said)
    expect(JSON.stringify(slackMessage(message))).toContain(JSON.stringify(said).slice(1, -1))
  }
  const report = reportOf({
    from: now - DAY,
    to: now + 1,
    madeAt: now,
    services: [{ name: service, lastJudged: now, findings: [finding], hourly: NOTHING }],
    linkOf: () => undefined,
    ownersOf: () => [],
  })
  expect(report.findings).toMatchObject([{ ...figures, headline: said }])
  expect(reportMarkdown(report).replaceAll('\\', '')).toContain(said)
  // Every number is a figure.
  const known = figuresIn(verdict, now)
  const unnamed = said.replaceAll(`(${verdict.version})`, '')
  expect(numbersOf(unnamed).filter((number) => !known.has(number))).toEqual([])
  // Singular and plural.
  for (const text of [
    all,
    reportMarkdown(report),
    ...told.map(({ reason }) => reason),
    ...verdict.rules.map(({ says }) => says),
  ]) {
    expect(text).not.toMatch(/(?<![\d.,])1 (goroutines|processes|lives|reads|stacks|snapshots)\b/)
    expect(text).not.toMatch(
      /(?<![\d.])(0|[2-9]|\d+\d) (goroutine|process|life|read|stack|snapshot)(?![\w-])/,
    )
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/)
  }
  // No time after now.
  for (const [time] of all.matchAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g))
    expect(Date.parse(`${time.replace(' ', 'T')}Z`)).toBeLessThanOrEqual(now)
  expect(Date.parse(figures.since)).toBeLessThanOrEqual(now)
  // What does not grow is not told as growing.
  expect(said.includes(' per hour')).toBe(figures.seen === 'growing')
  expect(figures.processes.growing > 0).toBe(figures.seen === 'growing')
  expect(figures.most).toBeGreaterThanOrEqual(figures.goroutines)
  expect(figures.stacks.reduce((sum, count) => sum + count, 0)).toBe(figures.goroutines)
}

const serviceOf = (name: string) =>
  ({ name, firstSeen: START, lastJudged: undefined, running: undefined }) as never
const NO_COUNTS = {
  outcomes: new Map(),
  bytes: 0,
  newSignatures: 0,
  judgeRuns: 0,
  judgeMilliseconds: 0,
} as never
const NOTHING = { total: [], bySignature: new Map(), covered: [], processes: 0 }

describe('every text about a finding agrees with every other', () => {
  it('over random histories of leaks, twins, restarts, releases and processes that end', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.constantFrom(1, 40, 200, 60 * 24), async (history, minutes) => {
        const lives = livesOf(history)
        const now = Math.max(...lives.map(({ times }) => times.at(-1) ?? START)) + minutes * MINUTE
        for (const finding of findingsOf(lives, now)) {
          await expectAgreement(finding, now)
          await expectAgreement(finding, now + 3 * DAY)
          seen.add(finding.verdict.seen)
        }
      }),
      { numRuns: 300 },
    )
    expect([...seen].sort()).toEqual(expect.arrayContaining(['fixed', 'growing', 'silent', 'unknown']))
  })

  it('counts what runs, and nothing of a life that has ended', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const lives = livesOf(history)
        const now = Math.max(...lives.map(({ times }) => times.at(-1) ?? START)) + MINUTE
        const running = runningLives(lives, now)
        for (const { verdict } of findingsOf(lives, now)) {
          const expected = running.flatMap(({ counts }) =>
            verdict.members.map(({ signature }) => counts.get(signature)?.last.at(-1) ?? 0),
          )
          expect(verdict.count).toBe(expected.reduce((sum, count) => sum + count, 0))
          expect(verdict.processes.of).toBe(running.length)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('says "never fell" of no process whose count has fallen, or ended', () => {
    const falling = lifeOf({ [OWN_WORKER.id]: [...Array.from({ length: 280 }, (_, i) => 2 + i), 275] })
    const rising = lifeOf({ [OWN_WORKER.id]: Array.from({ length: 280 }, (_, i) => 2 + i) })
    const said = (lives: readonly LifeSeries[]) =>
      findingsOf(lives, Math.max(...lives.map(({ times }) => times.at(-1) ?? 0)) + MINUTE).map(
        ({ verdict }) => headline('checkout', verdict, verdict.lastHeard).includes('never fell'),
      )
    expect(said([rising])).toEqual([true])
    expect(said([falling])).toEqual([false])
    const restarted = lifeOf(
      { [OWN_WORKER.id]: Array.from({ length: 280 }, (_, i) => 2 + i) },
      { from: START + 3 * DAY },
    )
    expect(said([rising, restarted])).toEqual([false])
  })
})

describe('a recorded case', () => {
  it.each([
    {
      name: 'checkout-releases',
      want: /^checkout: Fixed in v3\.0\.0, 27 h ago; 59 at most$/,
    },
    {
      name: 'edge-cache',
      want: /^edge-cache: 86 goroutines in main\.\(\*edge\)\.firstOf\.func1, waiting in chan send, \+0\.9 per hour since 2026-09-15 00:00 UTC \(v3\.3\.1\), only in edge-3, 1 of 4 processes, never fell$/,
    },
    {
      name: 'geo-lookup',
      want: /^geo-lookup: 455 goroutines in three stacks \(3 : 1 : 1\), of gRPC .*, \+4\.7 per hour since 2026-09-16 00:00 UTC \(v1\.4\.0\), in 1 of 1 process, never fell$/,
    },
    { name: 'shopfront-week', want: /^shopfront: [\d,]+ goroutines in two stacks, / },
  ])('$name is told with one count, one rate and one since everywhere', async ({ name, want }) => {
    const { service, verdicts, watched } = await judgeCase(`test/fixtures/series/${name}`, () => undefined)
    const [first] = verdicts
    expect(first && headline(service, first, watched.now)).toMatch(want)
    for (const finding of nextFindings(service, [], verdicts, watched.now))
      await expectAgreement(finding, watched.now)
  })
})
