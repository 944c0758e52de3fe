import { join } from 'node:path'
import * as v from 'valibot'
import { Failure } from '../command.ts'
import { readOperand } from '../operand.ts'

/** A recorded series: profiles of a service's processes over days, with the files that hold them. */

const time = v.pipe(v.string(), v.isoTimestamp())

const ProfileSchema = v.object({
  at: time,
  type: v.picklist(['goroutine', 'goroutineleak']),
  debug: v.picklist([0, 1, 2]),
  file: v.pipe(v.string(), v.regex(/^(?!\/)(?!.*\.\.)/, 'must lie inside the case')),
})

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
    }),
  ),
})

export type RecordedCase = v.InferOutput<typeof CaseSchema>
type RecordedProcess = RecordedCase['processes'][number]

/** One profile of a case with the process that it is of. Times are milliseconds since the epoch. */
export interface RecordedProfile {
  readonly process: RecordedProcess
  readonly startedAt: number
  readonly at: number
  readonly type: 'goroutine' | 'goroutineleak'
  /** Path of the file. */
  readonly path: string
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
      process.profiles.map(({ at, type, file }) => ({
        process,
        startedAt: Date.parse(process.startedAt),
        at: Date.parse(at),
        type,
        path: join(directory, file),
      })),
    )
    .sort((a, b) => a.at - b.at)
