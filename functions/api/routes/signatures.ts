import type { Context } from 'hono'
import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { readQuery, SeriesQuery, SignaturesQuery, StrataQuery } from '#shared/api/schema.ts'
import { isOpen } from '#shared/finding/finding.ts'
import { waterAndLine } from '#shared/history/chart-line.ts'
import { pointsOf } from '#shared/history/points.ts'
import { readLives, type ServiceLives } from '#shared/history/read-lives.ts'
import { levelsOf, readSummary, type SignatureSummary } from '#shared/history/signature-summary.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR, iso, isoOrNull } from '#shared/time.ts'
import { type Counts, type LifeSeries, noCounts } from '#shared/trend/series.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { familyId } from '#shared/verdict/judge/family.ts'
import { familyCounts } from '#shared/verdict/life/family-counts.ts'
import { inOneName, successionsOf } from '#shared/verdict/life/succession.ts'
import { lostCursor, pageOf, readCursor } from '../answer/list-page.ts'
import { strataJson } from '../answer/strata-json.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { knownService } from '../lookup/known-service.ts'
import { observedProcesses } from '../lookup/observed-processes.ts'

/** Points of one answer, over all processes. */
const MOST_POINTS = 20_000

/** `/v1/services/{s}/signatures`: the stacks of a service, and how one of them went. */
export function signatureRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/:service/signatures', guard('read'), async (c) => {
      const { limit, cursor, from, to, sort } = readQuery(SignaturesQuery, c.req.query())
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const lives = await readLives(deps, tenant, service.name, range(deps, from, to))
      const told = await toldRates(deps, tenant, service.name, to)
      const summaries = await readSummary(deps.signatures, tenant, service.name, lives, undefined, told)
      const key = sort === 'growth' ? 'perHour' : 'count'
      summaries.sort((a, b) => b[key] - a[key] || (a.signature.id < b.signature.id ? -1 : 1))
      const start = positionBehind(summaries, readCursor(cursor))
      const page = await pageOf(summaries.slice(start), limit, ({ signature }) => signature.id)
      return c.json({ ...page, items: page.items.map((item) => summaryJson(service.name, item, lives)) })
    })
    .get('/:service/signatures/:id', guard('read'), async (c) => {
      const { service, summary, lives } = await knownSignature(deps, c)
      return c.json(summaryJson(service.name, summary, lives))
    })
    .get('/:service/signatures/:id/series', guard('read'), async (c) => {
      const query = readQuery(SeriesQuery, c.req.query())
      const { id, stacks, lives } = await knownStacks(deps, c, query)
      const wanted = lives.lives.filter(
        ({ process }) => query.process === undefined || process.id === query.process,
      )
      const known = wanted.flatMap((life) => {
        const found = stacks.includes(id) ? life.counts.get(id) : familyCounts(life, stacks)
        const counts = found ?? (query.absent === 'zero' ? noCounts(life) : undefined)
        return counts === undefined ? [] : [{ life, counts }]
      })
      const shown = query.top === undefined ? known : topOf(known, query.top)
      const processes = shown.map(({ life, counts }) => lineJson(life, counts, query))
      const size = processes.reduce((sum, { points }) => sum + points.length, 0)
      if (size > MOST_POINTS) {
        throw new Rejection(
          'bad-parameter',
          `The series has ${size} points; ask for a longer step, a shorter range or one process.`,
          { limit: MOST_POINTS, actual: size },
        )
      }
      const hidden = known.length - shown.length
      return c.json({ signature: id, stepSeconds: query.step, processes, hidden })
    })
    .get('/:service/signatures/:id/strata', guard('read'), async (c) => {
      const { process } = readQuery(StrataQuery, c.req.query())
      const { tenant, service, id, stacks, lives } = await knownStacks(deps, c, { process })
      const processes = lives.lives
        .map((life) => life.process)
        .filter((one) => process === undefined || one.id === process)
      const observed = await observedProcesses(deps, tenant, service.name, processes)
      return c.json(strataJson(id, stacks, observed))
    })
}

/** The stacks behind an id: one and what older builds called it, or all with one entry function where it is a family's. */
async function knownStacks(
  deps: ApiDeps,
  c: Context<ApiEnv>,
  { from, to, process }: Range & { readonly process?: string | undefined },
) {
  const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service') ?? '')
  const id = c.req.param('id') ?? ''
  const lives = await readLives(deps, tenant, service.name, { ...range(deps, from, to), process })
  const seen = [...new Set(lives.lives.flatMap(({ counts }) => [...counts.keys()]))]
  const known = await deps.signatures.getMany(tenant, service.name, seen)
  if (seen.includes(id)) {
    const older = successionsOf(lives.lives, known).get(id) ?? []
    return {
      tenant,
      service,
      id,
      stacks: [id],
      lives: { ...lives, lives: inOneName(lives.lives, new Map([[id, older]])) },
    }
  }
  const family = [...known.values()].filter(({ entry }) => entry !== undefined && familyId(entry) === id)
  if (family.length === 0) throw unknownSignature(id)
  return { tenant, service, id, stacks: family.map((signature) => signature.id), lives }
}

const unknownSignature = (id: string): Rejection =>
  new Rejection(
    'unknown-signature',
    'The service has no such signature in this time; GET its /signatures lists them.',
    { actual: id.slice(0, 200) },
  )

interface Known {
  readonly life: LifeSeries
  readonly counts: Counts
}

const mostIn = ({ counts }: Known): number => counts.high.reduce((most, one) => Math.max(most, one), 0)

const topOf = (known: readonly Known[], top: number): Known[] =>
  [...known].sort((a, b) => mostIn(b) - mostIn(a)).slice(0, top)

function lineJson(
  { process, times }: LifeSeries,
  counts: Counts,
  { step, since }: { readonly step: number; readonly since?: number | undefined },
) {
  const { water, line } = waterAndLine(times, counts, since)
  return {
    process: process.id,
    instance: process.instance,
    version: process.version ?? null,
    startedAt: isoOrNull(process.startedAt),
    points: pointsOf(times, counts, step * 1000).map(({ at, ...count }) => ({ at: iso(at), ...count })),
    lowWater: Array.from(water.times, (at, i) => ({ at: iso(at), count: water.marks[i] ?? 0 })),
    line: line === undefined ? null : { ...line, from: iso(line.from), to: iso(line.to) },
  }
}

interface Range {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const range = ({ now }: ApiDeps, from: number | undefined, to: number | undefined) => ({
  from,
  to: to ?? now() + HOUR,
  now: now(),
})

async function knownSignature(deps: ApiDeps, c: Context<ApiEnv>, { from, to }: Range = {}) {
  const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service') ?? '')
  const id = c.req.param('id') ?? ''
  const lives = await readLives(deps, tenant, service.name, range(deps, from, to))
  const told = await toldRates(deps, tenant, service.name, to)
  const summaries = await readSummary(deps.signatures, tenant, service.name, lives, id, told)
  const [summary] = summaries
  if (summary === undefined) throw unknownSignature(id)
  return { service, summary, lives }
}

/** Rates of the stacks that findings are about, as these tell them; of a time that is over the counts alone speak. */
async function toldRates(
  { ledger, now }: ApiDeps,
  tenant: string,
  service: string,
  to: number | undefined,
): Promise<ReadonlyMap<SignatureId, number>> {
  if (to !== undefined && to < now()) return new Map()
  const { findings } = await ledger.read(tenant, service)
  const rates = findings.filter(isOpen).flatMap(({ verdict }) => {
    const { seen, members } = asOf(verdict, now())
    return members.map(({ signature, rate }) => [signature, seen === 'growing' ? rate.perHour : 0] as const)
  })
  return new Map(rates)
}

function positionBehind(summaries: readonly SignatureSummary[], id: string | undefined): number {
  if (id === undefined) return 0
  const position = summaries.findIndex(({ signature }) => signature.id === id)
  if (position < 0) throw lostCursor()
  return position + 1
}

const summaryJson = (
  service: string,
  { signature, count, low, perHour, states }: SignatureSummary,
  lives: ServiceLives,
) => ({
  id: signature.id,
  frames: signature.frames,
  entry: signature.entry ?? null,
  ownCode: signature.ownCode ?? null,
  creator: signature.creator ?? null,
  count,
  lowWater: low,
  perHour,
  levels: levelsOf(lives, signature.id),
  states,
  firstSeen: { service, ...signature.firstSeen, at: iso(signature.firstSeen.at) },
})
