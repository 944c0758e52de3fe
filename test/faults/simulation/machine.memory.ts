import { memoryProfileStore } from '#shared/store/profile-store.memory.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { durableQueue, type Machine } from './machine.ts'

/** Stores that never fail by themselves, for functions that die alone. */
export const memoryMachine = (now: () => number): Machine => ({
  rows: memoryRows(now),
  profiles: memoryProfileStore(),
  queue: durableQueue(),
  isLocal: false,
  crash: () => undefined,
  setFull: () => undefined,
  close: async () => undefined,
})
