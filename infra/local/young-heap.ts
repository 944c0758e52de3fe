import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** MB in which it is bounded: two halves of this size are enough for 3,000 pushes per second (2026-12-01). */
const ENOUGH = 16
/** Milliseconds between two looks. */
const EVERY = 200

/**
 * Bounds what this thread keeps for new objects, whatever the machine has: V8 lets it grow to 128 MB where it finds 16 GB,
 * and a push needs little for long. `--max-semi-space-size` would do, but only on the command line of `node`.
 */
export function boundYoungHeap(): void {
  const looking = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    if ((young?.space_size ?? 0) < ENOUGH * 2 ** 20) return
    // It grows by this factor, when it does.
    setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(looking)
  }, EVERY)
  looking.unref()
}
