import { stat } from 'node:fs/promises'
import { Rejection } from '#shared/api/reason.ts'
import { readSocketBody } from '#shared/ingest/socket-body.ts'
import { type GroupedSockets, groupSockets } from '#shared/socket/grouped-sockets.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { Failure } from './command.ts'
import { readOperand } from './operand.ts'

/**
 * The tables in these files, which are of one process and moment, joined.
 *
 * @param now milliseconds since the epoch: when a table on stdin was made; one in a file was when it was written
 * @throws Failure that names the file and the reason
 */
export async function readSocketFiles(files: readonly string[], now: number): Promise<GroupedSockets> {
  const times = await Promise.all(files.map((file) => writtenAt(file, now)))
  const tables = await Promise.all(files.map((file, i) => readSocketFile(file, times[i] ?? now)))
  return groupSockets(tables, { now: Math.max(...times) })
}

const writtenAt = async (file: string, now: number): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => now,
  )

async function readSocketFile(file: string, at: number) {
  try {
    const context = { at, tool: undefined, limits: DEFAULT_TABLE_LIMITS }
    return (await readSocketBody(await readOperand(file), context)).table
  } catch (error) {
    throw error instanceof Rejection
      ? new Failure(`${file} is refused (${error.reason}): ${error.message}`)
      : error
  }
}
