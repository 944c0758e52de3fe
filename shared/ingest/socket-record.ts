import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import type { Tool } from '#shared/socket/model.ts'
import type { SocketRecord } from '#shared/store/socket-index.ts'
import { type ProcessFacts, processId } from '#shared/trend/process.ts'

/** What the metadata of a socket table says: all that the index needs and its text does not carry. */
export interface TableFacts {
  readonly process: ProcessFacts
  readonly tool: Tool
  /** When the tool ran, ms since the epoch. */
  readonly at: number
  readonly receivedAt: number
  /** Of the body as received. */
  readonly sha256: string
}

/** What the index keeps of a table, whether it has just come or lies in the bucket. */
export const socketRecord = (
  id: string,
  { process, tool, sha256 }: TableFacts,
  grouped: GroupedSockets,
): SocketRecord => ({
  id,
  process: processId(process),
  startedAt: process.startedAt,
  tool,
  sha256,
  grouped,
})
