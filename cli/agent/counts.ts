/**
 * What an agent has done since its start.
 *
 * Law: of all pushes handed to the outbox, each is once in `sent`, `refused` or `dropped`, or waits in the spool.
 */
export interface Counts {
  /** Profiles and socket tables collected. */
  collected: number
  /** Collections that failed. */
  failed: number
  /** Pushes that the server has taken, the next two among them. */
  sent: number
  /** The same bytes were there already. */
  duplicate: number
  /** The slot held another one already. */
  coalesced: number
  /** Pushes that had to wait on disk. */
  spooled: number
  /** Pushes that were given up because the spool was full or could not be written. */
  dropped: number
  /** Pushes that the server refused for good. */
  refused: number
}

export const noCounts = (): Counts => ({
  collected: 0,
  failed: 0,
  sent: 0,
  duplicate: 0,
  coalesced: 0,
  spooled: 0,
  dropped: 0,
  refused: 0,
})
