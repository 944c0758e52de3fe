import { analyzeInput } from '#shared/analysis/analyze-input.ts'
import type { ReadDump } from '#shared/analysis/read-dump.ts'
import { readFileDumps, refusalSays } from '#shared/analysis/read-file-dumps.ts'
import { Rejection } from '#shared/api/reason.ts'
import type { ReadLimits } from '#shared/goroutine/model.ts'
import { boundaryDeclared, type FormPart, readForm } from '#shared/ingest/multipart.ts'
import { readSocketBody } from '#shared/ingest/socket-body.ts'
import { limitsOfRequest } from '#shared/input/input-limits.ts'
import { type GroupedSockets, groupSockets } from '#shared/socket/grouped-sockets.ts'
import { type TableLimits, TOOLS } from '#shared/socket/model.ts'

/** How a body is analysed. */
export interface AnalyzedBody {
  readonly contentType: string | undefined
  readonly readLimits: ReadLimits
  readonly socketLimits: TableLimits
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** What dumps say, as `tidemark analyze` says it. @returns JSON @throws Rejection */
export async function analyzeBody(body: Uint8Array, how: AnalyzedBody): Promise<string> {
  const parts = partsOf(body, how.contentType)
  const dumps = await dumpsIn(parts, how)
  return JSON.stringify(analyzeInput(dumps, { sockets: await socketsIn(parts, how) }))
}

/** A raw body is a file with dumps; a form has such files as `profile`, beside socket tables named by their tools or `sockets`. */
function partsOf(bytes: Uint8Array, contentType: string | undefined): ReadonlyMap<string, FormPart> {
  const boundary = boundaryDeclared(contentType)
  return boundary === undefined
    ? new Map([['profile', { bytes, filename: undefined }]])
    : readForm(bytes, boundary)
}

const PROFILE = /^profile(?:-\d)?$/

/** Every dump of every part that is one. @throws Rejection where a part holds none */
async function dumpsIn(
  parts: ReadonlyMap<string, FormPart>,
  { readLimits, now }: AnalyzedBody,
): Promise<ReadDump[]> {
  const how = { limits: limitsOfRequest(readLimits), now }
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
  { socketLimits: limits, now: at }: AnalyzedBody,
): Promise<GroupedSockets | undefined> {
  const given = [...parts].flatMap(([name, { bytes }]) => {
    const tool = TOOLS.find((known) => known === name)
    return tool === undefined && !/^sockets(?:-\d)?$/.test(name) ? [] : [{ tool, body: bytes }]
  })
  if (given.length === 0) return undefined
  const read = given.map(({ tool, body }) => readSocketBody(body, { at, tool, limits }))
  return groupSockets(
    (await Promise.all(read)).map(({ table }) => table),
    { now: at },
  )
}
