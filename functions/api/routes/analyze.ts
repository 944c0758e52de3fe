import { type Context, Hono } from 'hono'
import type { ReadDump } from '#shared/analysis/read-dump.ts'
import { Rejection } from '#shared/api/reason.ts'
import { boundaryDeclared, type FormPart, readForm } from '#shared/ingest/multipart.ts'
import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import { TOOLS } from '#shared/socket/model.ts'
import type { ApiDeps, ApiEnv, Guard } from '../api-deps.ts'
import { readBody } from '../caller/body.ts'

/** `POST /v1/analyze`: what dumps say, as `tidemark analyze` says it. Nothing is stored. */
export function analyzeRoutes(deps: ApiDeps, guard: Guard): Hono<ApiEnv> {
  return new Hono<ApiEnv>().post('/', guard('read'), async (c) => {
    const parts = await partsOf(c, deps.bodyLimit)
    const { analyzeInput } = await import('#shared/analysis/analyze-input.ts')
    const dumps = await dumpsIn(parts, deps)
    return c.json(analyzeInput(dumps, { sockets: await socketsIn(parts, deps) }))
  })
}

/** A raw body is a file with dumps; a form has such files as `profile`, beside socket tables named by their tools or `sockets`. */
async function partsOf(c: Context, limit: number): Promise<ReadonlyMap<string, FormPart>> {
  const bytes = await readBody(c, limit)
  const boundary = boundaryDeclared(c.req.header('content-type'))
  return boundary === undefined
    ? new Map([['profile', { bytes, filename: undefined }]])
    : readForm(bytes, boundary)
}

const PROFILE = /^profile(?:-\d)?$/

/** Every dump of every part that is one. @throws Rejection where a part holds none */
async function dumpsIn(
  parts: ReadonlyMap<string, FormPart>,
  { readLimits, now }: ApiDeps,
): Promise<ReadDump[]> {
  const { readFileDumps, refusalSays } = await import('#shared/analysis/read-file-dumps.ts')
  const { limitsOfRequest } = await import('#shared/input/input-limits.ts')
  const how = { limits: limitsOfRequest(readLimits), now: now() }
  const given = [...parts].filter(([name]) => PROFILE.test(name))
  const files =
    given.length === 0 ? [{ bytes: new Uint8Array(), filename: undefined }] : given.map(([, part]) => part)
  const dumps: ReadDump[] = []
  for (const [i, { bytes, filename }] of files.entries()) {
    const name = files.length === 1 ? '' : (filename ?? `profile ${i + 1}`)
    const { read, refusals } = await readFileDumps({ name, bytes }, how, files.length > 1)
    const [first] = refusals
    if (read.length === 0 && first !== undefined) {
      const { reason, detail, source, line, ...passed } = first
      throw new Rejection(reason, refusalSays({ source: name, line, detail }), passed)
    }
    dumps.push(...read)
  }
  return dumps
}

async function socketsIn(
  parts: ReadonlyMap<string, FormPart>,
  { socketLimits, now }: ApiDeps,
): Promise<GroupedSockets | undefined> {
  const given = [...parts].flatMap(([name, { bytes }]) => {
    const tool = TOOLS.find((known) => known === name)
    return tool === undefined && !/^sockets(?:-\d)?$/.test(name) ? [] : [{ tool, body: bytes }]
  })
  if (given.length === 0) return undefined
  const { readSocketBody } = await import('#shared/ingest/socket-body.ts')
  const { groupSockets } = await import('#shared/socket/grouped-sockets.ts')
  const at = now()
  const read = given.map(({ tool, body }) => readSocketBody(body, { at, tool, limits: socketLimits }))
  return groupSockets(
    (await Promise.all(read)).map(({ table }) => table),
    { now: at },
  )
}
