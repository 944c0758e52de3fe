import { LEAKING, type LeakingStack, stackOf } from '../battery/stacks.ts'

/** Stacks of the phenomena. None of the healthy ones is known to the catalogue. */

export const JANITOR = stackOf('main.(*tenant).sweep', 'main.(*tenant).sweep', 'main.(*tenant).run')
export const FLUSHER = stackOf('main.(*tenant).flush', 'main.(*tenant).flush')
export const POOLED = stackOf('main.(*crew).take', 'main.(*crew).take')
export const STREAM = stackOf('main.(*hub).send', 'main.(*hub).send', 'main.(*hub).serve')
export const BATCH = stackOf('main.(*batch).step', 'sync.(*WaitGroup).Wait', 'main.(*batch).step')
export const QUEUED = stackOf('main.(*store).put', 'main.(*store).put')
export const LOCKED = stackOf('main.(*stock).reserve', 'sync.(*Mutex).Lock', 'main.(*stock).reserve')
export const CACHED = stackOf('main.(*entry).expire', 'main.(*entry).expire')

/** Leaks that no entry of the catalogue matches, and those that one does. */
export const UNKNOWN: readonly LeakingStack[] = [
  ...LEAKING.filter(({ cause }) => cause === null),
  { signature: stackOf('main.(*export).watch', 'main.(*export).watch', 'main.(*export).Start'), cause: null },
  {
    signature: stackOf(undefined, 'example.org/feed.(*Client).pump', 'example.org/feed.(*Client).Open'),
    cause: null,
  },
]
export const KNOWN: readonly LeakingStack[] = LEAKING.filter(({ cause }) => cause !== null)
