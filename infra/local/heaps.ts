import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** MB for new objects of this thread, of which half is in use: enough for 3,000 pushes per second (2026-12-01). */
const YOUNG = 16
/** Milliseconds between two looks whether they may take more. */
const EVERY = 100
/**
 * Percent that the old objects of a thread grow by before they are collected. V8 lets a small heap grow to four times what
 * lives in it, so that the judge took 80 MB for 20, and the process never gave them back (2026-12-01).
 */
const GROWTH = 60

/**
 * Bounds what each thread keeps of memory that is not in use, whatever the machine has: V8 lets new objects take 128 MB
 * where it finds 16 GB. The flags hold for all threads; `node` takes others for it on its command line alone.
 */
export function boundHeaps(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`)
  const letGrow = (grows: boolean): void => setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`)
  let grows = false
  letGrow(grows)
  const looking = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    // At rest V8 takes it back, so it may have to grow again.
    const isSmall = (young?.space_size ?? 0) < YOUNG * 2 ** 20
    if (isSmall !== grows) letGrow(isSmall)
    grows = isSmall
  }, EVERY)
  looking.unref()
}
