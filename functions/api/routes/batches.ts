import { Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { BatchQuery, readQuery } from '#shared/api/schema.ts'
import { nextCollection } from '#shared/ingest/collection.ts'
import type { ItemOutcome } from '#shared/ingest/ingest-batch.ts'
import { iso } from '#shared/time.ts'
import { trimmedJson } from '../answer/ignored.ts'
import type { ApiEnv, Guard, PushDeps } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** Refusals that an error spells out. */
const SHOWN = 10

/** `POST /v1/batches`: a tar of dumps as the body; the name of each file says who it is of. */
export function batchRoutes(deps: PushDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('push'), async (c) => {
    readQuery(BatchQuery, c.req.query())
    const body = await readBody(c, deps.bodyLimit)
    const { ingestBatch } = await import('#shared/ingest/ingest-batch.ts')
    const items = await deps.readBatch(body, deps.readLimits.inflatedBytes)
    c.get('holdRoom')?.(items.reduce((sum, { bytes }) => sum + bytes.byteLength, 0))
    const { tenant, mayTouch } = c.get('caller')
    const now = deps.now()
    const outcomes = await ingestBatch(deps, { tenant, mayTouch }, items, now)
    const refused = outcomes.filter((outcome) => 'refused' in outcome)
    const [first] = refused
    if (first !== undefined && refused.length === outcomes.length) throw allRefused(first.refused, refused)
    const newest = newestOfEach(outcomes)
    const answers = []
    for (const outcome of outcomes) {
      const isNewest = newest.has(outcome)
      answers.push(await itemJson(deps, tenant, outcome, isNewest, now))
    }
    return c.json({ taken: outcomes.length - refused.length, refused: refused.length, items: answers }, 201)
  })
}

/** The newest profile of each process: what is wanted next is said with it. */
function newestOfEach(outcomes: readonly ItemOutcome[]): ReadonlySet<ItemOutcome> {
  const newest = new Map<string, Extract<ItemOutcome, { receipt: unknown }>>()
  for (const outcome of outcomes) {
    if ('refused' in outcome) continue
    const key = `${outcome.service}\n${outcome.receipt.process}`
    const before = newest.get(key)
    if (before === undefined || outcome.receipt.at >= before.receipt.at) newest.set(key, outcome)
  }
  return new Set(newest.values())
}

async function itemJson(
  deps: PushDeps,
  tenant: string,
  outcome: ItemOutcome,
  isNewest: boolean,
  now: number,
) {
  const { name } = outcome
  if ('refused' in outcome) {
    const { reason, message, limit, actual } = outcome.refused
    return { name, reason, detail: message, limit, actual }
  }
  const { service } = outcome
  const { indexed, at, trimmedLabels, atRest, ...receipt } = outcome.receipt
  const next = isNewest ? await nextCollection(deps, { tenant, service, ...receipt, atRest }, now) : undefined
  const queued = indexed ? {} : { index: 'queued' }
  return { name, service, ...receipt, ...trimmedJson(trimmedLabels), at: iso(at), ...queued, next }
}

/** One error for all; its reason is that of the first. */
function allRefused(
  { reason, limit, actual }: Rejection,
  refused: readonly Extract<ItemOutcome, { refused: unknown }>[],
): Rejection {
  const spelled = refused.slice(0, SHOWN).map((one) => `${one.name.slice(0, 200)}: ${one.refused.message}`)
  const more = refused.length > SHOWN ? ` And ${refused.length - SHOWN} more.` : ''
  const passed = { ...(limit === undefined ? {} : { limit }), ...(actual === undefined ? {} : { actual }) }
  return new Rejection(reason, `No profile of the batch was taken. ${spelled.join(' ')}${more}`, passed)
}
