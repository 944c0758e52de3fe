import type { GroupWriter } from '#shared/store/group-commit.sqlite.ts'
import type { IndexMessage, IndexQueue } from '#shared/store/index-queue.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { RowStore } from '#shared/store/rows.ts'

/** What outlives processes: disks, or the services of AWS. */
export interface Machine {
  readonly rows: RowStore
  readonly profiles: ProfileStore
  readonly queue: MachineQueue
  /** Whether all that works is one process, as in `tidemark serve`. */
  readonly isLocal: boolean
  /** Where several writes can be one: what runs them, and the stores that they go through. */
  readonly writer?: Pick<GroupWriter, 'together'>
  readonly within?: Pick<Machine, 'rows' | 'profiles'>
  /** The process ends now. @param isTorn the power goes with it: what was being written is torn */
  crash(isTorn: boolean): void
  /** Whether the disk has room. */
  setFull(isFull: boolean): void
  close(): Promise<void>
}

/** A queue, and what its consumer does with it. */
export interface MachineQueue extends IndexQueue {
  waiting(): IndexMessage[]
  done(message: IndexMessage): Promise<void>
  failed(message: IndexMessage): Promise<void>
  /** Has what failed too often tried again, as a person does. */
  redrive(): Promise<void>
}

/** A queue that keeps what it holds whatever happens, as SQS does. */
export function durableQueue(): MachineQueue {
  const messages: IndexMessage[] = []
  return {
    send: async (message) => void messages.push({ ...message }),
    waiting: () => [...messages],
    done: async (message) => {
      const at = messages.indexOf(message)
      if (at >= 0) messages.splice(at, 1)
    },
    failed: async () => undefined,
    redrive: async () => undefined,
  }
}
