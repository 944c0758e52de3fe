import { LRUCache } from 'lru-cache'
import { atMost } from '#shared/at-most.ts'
import { HOUR, MINUTE } from '#shared/time.ts'

/** Entries of one function instance, about 150 bytes each: 10,000 services of 60 stacks, and 100,000 processes. */
export const MOST_ENTRIES = 1_000_000
/** How often a fact that changes slowly is written again. */
export const REFRESH = 10 * MINUTE
/** How often a process is told to run still: blocks, samples and lists need it by the hour. */
export const SEEN_EVERY = HOUR

/**
 * What this function instance has written already, so that it need not write it again. Losing it costs reads
 * and writes, nothing else.
 */
export interface Remembered {
  /** When it was added, milliseconds since the epoch. */
  when(key: string): number | undefined
  add(key: string, now: number): void
  /** Runs `write` unless it succeeded for this key within `REFRESH` of now. */
  refresh(key: string, now: number, write: () => Promise<void>): Promise<void>
}

/** For what has to be written however often it was: profiles that are indexed long after they came. */
export const FORGETFUL: Remembered = {
  when: () => undefined,
  add: () => undefined,
  refresh: (_key, _now, write) => write(),
}

export function remembered(): Remembered {
  const added = new LRUCache<string, number>(atMost(MOST_ENTRIES))
  return refreshing({
    when: (key) => added.get(key),
    add: (key, now) => {
      added.set(key, now)
    },
  })
}

const refreshing = ({ when, add }: Omit<Remembered, 'refresh'>): Remembered => ({
  when,
  add,
  refresh: async (key, now, write) => {
    const at = when(key)
    if (at !== undefined && Math.abs(now - at) < REFRESH) return
    await write()
    add(key, now)
  },
})

/** What is remembered of writes that are not durable yet: `keep` hands it on, and whoever does not call it has it forgotten. */
export function heldBack(memory: Remembered): Remembered & { keep(): void } {
  const added = new Map<string, number>()
  return {
    ...refreshing({
      when: (key) => added.get(key) ?? memory.when(key),
      add: (key, now) => {
        added.set(key, now)
      },
    }),
    keep: () => {
      for (const [key, now] of added) memory.add(key, now)
    },
  }
}
