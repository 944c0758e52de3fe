import { join } from 'node:path'
import * as v from 'valibot'
import { TOOLS, type Tool } from '#shared/socket/model.ts'
import { Failure } from '../command.ts'
import { readOperand } from '../operand.ts'

/** A recorded series: profiles and socket tables of a service's processes over days, with the files that hold them. */

const time = v.pipe(v.string(), v.isoTimestamp())
const file = v.pipe(v.string(), v.regex(/^(?!\/)(?!.*\.\.)/, 'must lie inside the case'))

const ProfileSchema = v.object({
  at: time,
  type: v.picklist(['goroutine', 'goroutineleak']),
  debug: v.picklist([0, 1, 2, 3]),
  file,
})

const SocketsSchema = v.object({ at: time, tool: v.picklist(TOOLS), file })

const CaseSchema = v.object({
  service: v.string(),
  about: v.optional(v.string()),
  processes: v.array(
    v.object({
      instance: v.string(),
      startedAt: time,
      version: v.optional(v.string()),
      labels: v.optional(v.record(v.string(), v.string()), {}),
      profiles: v.array(ProfileSchema),
      sockets: v.optional(v.array(SocketsSchema), []),
    }),
  ),
})

export type RecordedCase = v.InferOutput<typeof CaseSchema>
type RecordedProcess = RecordedCase['processes'][number]

/** What was taken of a process at one time. Times are milliseconds since the epoch. */
interface Taken {
  readonly process: RecordedProcess
  readonly startedAt: number
  readonly at: number
  /** Path of the file. */
  readonly path: string
}

/** One profile of a case. */
export interface RecordedProfile extends Taken {
  readonly type: 'goroutine' | 'goroutineleak'
}

/** The output of one tool. */
export interface RecordedSockets extends Taken {
  readonly tool: Tool
}

/** @throws Failure that names the file and the member that is wrong */
export async function readCase(directory: string): Promise<RecordedCase> {
  const path = join(directory, 'series.json')
  const parsed = v.safeParse(CaseSchema, jsonOf(path, await readOperand(path)))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Failure(`${path}: ${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`)
}

function jsonOf(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new Failure(`${path}: ${(error as Error).message}`)
  }
}

/** All profiles of a case in the order of their times. */
export const profilesOf = (recorded: RecordedCase, directory: string): RecordedProfile[] =>
  recorded.processes
    .flatMap((process) =>
      process.profiles.map((one) => ({ type: one.type, ...takenOf(process, one, directory) })),
    )
    .sort(byTime)

/** Everything of a case in the order of its times. */
export function recordingsOf(
  recorded: RecordedCase,
  directory: string,
): (RecordedProfile | RecordedSockets)[] {
  const tables = recorded.processes.flatMap((process) =>
    process.sockets.map((one) => ({ tool: one.tool, ...takenOf(process, one, directory) })),
  )
  return [...profilesOf(recorded, directory), ...tables].sort(byTime)
}

const takenOf = (
  process: RecordedProcess,
  { at, file: name }: { readonly at: string; readonly file: string },
  directory: string,
): Taken => ({
  process,
  startedAt: Date.parse(process.startedAt),
  at: Date.parse(at),
  path: join(directory, name),
})

const byTime = (a: Taken, b: Taken): number => a.at - b.at
