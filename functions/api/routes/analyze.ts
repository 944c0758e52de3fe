import { type Context, Hono } from 'hono'
import { Rejection } from '#shared/api/reason.ts'
import { boundaryDeclared, readParts } from '#shared/ingest/multipart.ts'
import type { CleanDump } from '#shared/input/clean-dump.ts'
import type { InputRefusal } from '#shared/input/input-refusal.ts'
import type { SocketEvidence } from '#shared/socket/evidence.ts'
import { TOOLS } from '#shared/socket/model.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /v1/analyze`: what one dump says, as `tidemark analyze` says it. Nothing is stored. */
export function analyzeRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('read'), async (c) => {
    const parts = await partsOf(c, deps.bodyLimit)
    const { analyzeDump } = await import('#shared/analysis/analyze-dump.ts')
    const newest = await newestDump(parts.get('profile') ?? new Uint8Array(), deps)
    const analysis = await analyzeDump(newest.bytes, {
      sockets: await socketsIn(parts, deps),
      limits: deps.readLimits,
    })
    if ('reason' in analysis) throw new Rejection(analysis.reason, analysis.detail, analysis)
    return c.json(analysis)
  })
}

/** The newest dump of whatever was sent. @throws Rejection where it holds none */
async function newestDump(bytes: Uint8Array, { readLimits, now }: ApiDeps): Promise<CleanDump> {
  const { readInput } = await import('#shared/input/read-input.ts')
  const { limitsOfRequest } = await import('#shared/input/input-limits.ts')
  const input = { name: '', bytes, modifiedAt: now() }
  const { dumps, refusals } = await readInput(input, limitsOfRequest(readLimits))
  const newest = dumps.at(-1)
  if (newest !== undefined) return newest
  const { reason, detail, ...passed } = refusals[0] as InputRefusal
  throw new Rejection(reason, detail, passed)
}

/** A raw body is the dump alone; a form has it as `profile`, beside socket tables named by their tools or `sockets`. */
async function partsOf(c: Context, limit: number): Promise<ReadonlyMap<string, Uint8Array>> {
  const body = await readBody(c, limit)
  const boundary = boundaryDeclared(c.req.header('content-type'))
  return boundary === undefined ? new Map([['profile', body]]) : readParts(body, boundary)
}

async function socketsIn(
  parts: ReadonlyMap<string, Uint8Array>,
  { socketLimits, now }: ApiDeps,
): Promise<SocketEvidence | undefined> {
  const given = [...parts].flatMap(([name, body]) => {
    const tool = TOOLS.find((known) => known === name)
    return tool === undefined && !/^sockets(?:-\d)?$/.test(name) ? [] : [{ tool, body }]
  })
  if (given.length === 0) return undefined
  const { readSocketBody } = await import('#shared/ingest/socket-body.ts')
  const { groupSockets } = await import('#shared/socket/evidence.ts')
  const at = now()
  const read = given.map(({ tool, body }) => readSocketBody(body, { at, tool, limits: socketLimits }))
  return groupSockets(
    (await Promise.all(read)).map(({ table }) => table),
    { now: at },
  )
}
