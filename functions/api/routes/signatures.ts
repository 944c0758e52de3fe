import type { Context } from 'hono'
import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { readQuery, SeriesQuery, SignaturesQuery } from '#shared/api/schema.ts'
import { pointsOf } from '#shared/history/points.ts'
import { readLives } from '#shared/history/read-lives.ts'
import { readSummary, type SignatureSummary } from '#shared/history/signature-summary.ts'
import { HOUR } from '#shared/trend/block.ts'
import type { ApiDeps, Guard } from '../app.ts'
import type { ApiEnv } from '../auth.ts'
import { lostCursor, pageOf, readCursor } from '../page.ts'
import { iso } from '../time.ts'
import { knownService } from './services.ts'

/** Points of one answer, over all processes. */
const MOST_POINTS = 20_000

/** `/v1/services/{s}/signatures`: the stacks of a service, and how one of them went. */
export function signatureRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/:service/signatures', guard('read'), async (c) => {
      const { limit, cursor, from, to, sort } = readQuery(SignaturesQuery, c.req.query())
      const { tenant, service } = await knownService(deps, c.get('caller'), c.req.param('service'))
      const lives = await readLives(deps, tenant, service.name, range(deps, from, to))
      const summaries = await readSummary(deps.signatures, tenant, lives)
      const key = sort === 'growth' ? 'perHour' : 'count'
      summaries.sort((a, b) => b[key] - a[key] || (a.signature.id < b.signature.id ? -1 : 1))
      const start = positionBehind(summaries, readCursor(cursor))
      const page = await pageOf(summaries.slice(start), limit, ({ signature }) => signature.id)
      return c.json({ ...page, items: page.items.map(summaryJson) })
    })
    .get('/:service/signatures/:id', guard('read'), async (c) => {
      const { summary } = await knownSignature(deps, c)
      return c.json(summaryJson(summary))
    })
    .get('/:service/signatures/:id/series', guard('read'), async (c) => {
      const query = readQuery(SeriesQuery, c.req.query())
      const { summary, lives } = await knownSignature(deps, c, query)
      const wanted = lives.lives.filter(
        ({ process }) => query.process === undefined || process.id === query.process,
      )
      const processes = wanted.flatMap((life) => {
        const counts = life.counts.get(summary.signature.id)
        if (counts === undefined) return []
        const points = pointsOf(life.times, counts, query.step * 1000)
        return [
          { process: life.process.id, points: points.map(({ at, ...count }) => ({ at: iso(at), ...count })) },
        ]
      })
      const size = processes.reduce((sum, { points }) => sum + points.length, 0)
      if (size > MOST_POINTS) {
        throw new Rejection(
          'bad-parameter',
          `The series has ${size} points; ask for a longer step, a shorter range or one process.`,
          { limit: MOST_POINTS, actual: size },
        )
      }
      return c.json({ signature: summary.signature.id, stepSeconds: query.step, processes })
    })
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
  const summaries = await readSummary(deps.signatures, tenant, lives, id)
  const [summary] = summaries
  if (summary === undefined) {
    throw new Rejection(
      'unknown-signature',
      'The service has no such signature in this time; GET its /signatures lists them.',
      { actual: id.slice(0, 200) },
    )
  }
  return { summary, lives }
}

function positionBehind(summaries: readonly SignatureSummary[], id: string | undefined): number {
  if (id === undefined) return 0
  const position = summaries.findIndex(({ signature }) => signature.id === id)
  if (position < 0) throw lostCursor()
  return position + 1
}

const summaryJson = ({ signature, count, low, perHour, states }: SignatureSummary) => ({
  id: signature.id,
  frames: signature.frames,
  entry: signature.entry ?? null,
  ownCode: signature.ownCode ?? null,
  creator: signature.creator ?? null,
  count,
  lowWater: low,
  perHour,
  states,
  firstSeen: { ...signature.firstSeen, at: iso(signature.firstSeen.at) },
})
