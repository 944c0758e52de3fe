import { logDone, logFailure } from '#functions/log.ts'
import { type Retention, retain } from '#shared/store/retention.sqlite.ts'
import { scrub } from '#shared/store/scrub.sqlite.ts'
import type { DamagedError } from '#shared/store/store-error.ts'
import { MINUTE } from '#shared/time.ts'
import { keepReserve } from './disk.ts'
import { mend } from './mend.ts'
import type { Folder } from './open-folder.ts'
import { startRounds } from './rounds.ts'

/** Damage that reads came upon, each place once, until it is mended. */
export interface FoundDamage {
  readonly add: (damage: DamagedError) => void
  take(): DamagedError | undefined
  onAdd(listener: () => void): void
}

export function foundDamage(): FoundDamage {
  const found = new Map<string, DamagedError>()
  let hear = (): void => {}
  return {
    add: (damage) => {
      if (found.has(damage.key)) return
      found.set(damage.key, damage)
      hear()
    },
    take: () => {
      const [next] = found.values()
      if (next !== undefined) found.delete(next.key)
      return next
    },
    onAdd: (listener) => {
      hear = listener
    },
  }
}

interface UpkeepOptions {
  readonly directory: string
  readonly folder: Folder
  readonly found: FoundDamage
  readonly retention: Retention
  readonly now: () => number
}

/** Milliseconds between two rounds of removing what is past its time. */
const RETAIN_EVERY = 10 * MINUTE
/** Milliseconds between two rounds of checking, and the bytes of one: 6 GB a day, some 10 ms at a time. */
const SCRUB_EVERY = MINUTE
const SCRUB_BYTES = 4 * 1024 * 1024

/** Removes what is past its time, checks what lies there, and mends what is found damaged. */
export function startUpkeep({ directory, folder, found, retention, now }: UpkeepOptions): {
  stop(): Promise<void>
} {
  const retaining = startRounds(RETAIN_EVERY, async () => {
    if (folder.room.trouble() === undefined) keepReserve(directory)
    const { isDone } = await retain(folder.database, folder.writer, retention, now())
    if (!isDone) retaining.now()
  })
  let pass = scrub(folder)
  const scrubbing = startRounds(SCRUB_EVERY, async () => {
    for (let bytes = 0; bytes < SCRUB_BYTES; ) {
      const { value, done } = await pass.next()
      if (done) {
        pass = scrub(folder)
        return
      }
      bytes += value.bytes
    }
  })
  const mending = startRounds(MINUTE, async () => {
    for (let damage = found.take(); damage !== undefined; damage = found.take()) {
      logFailure('stored data is damaged', damage)
      const { queued, lost } = await mend(folder, damage, now())
      logDone('damage is mended', { key: damage.key, queued, lost: lost ?? 'nothing' })
    }
  })
  found.onAdd(mending.now)
  retaining.now()
  return {
    stop: async () => {
      await Promise.all([retaining.stop(), scrubbing.stop(), mending.stop()])
    },
  }
}
