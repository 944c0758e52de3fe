import type { GroupedSockets } from './grouped-sockets.ts'

/** What the newest tables of one process say together. */
export interface ProcessSockets {
  /** When the table with the connections was taken, ms since the epoch: goroutines are counted nearest to it. */
  readonly at: number
  readonly grouped: GroupedSockets
}
