/** What the wait of a stack says where no cause is known. */

import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'
import { repositoryOf } from './own-packages.ts'

/** Ends the sentence "If this count grows, …". */
const GROWS: ReadonlyMap<string, string> = new Map([
  ['chan send', 'nobody receives any more from the channel that they send to'],
  ['chan send (nil chan)', 'they send to a nil channel, which never succeeds'],
  ['chan receive', 'nobody sends to, or closes, the channel that they receive from'],
  ['chan receive (nil chan)', 'they receive from a nil channel, which never succeeds'],
  ['select', 'none of the channels of their select becomes ready, as where nobody cancels their context'],
  ['select (no cases)', 'they wait in a select without cases, which never ends'],
  ['IO wait', 'the other side of their connections sends nothing and no deadline ends the wait'],
  ['sync.Mutex.Lock', 'somebody holds the mutex for too long, or never gives it back'],
  ['sync.RWMutex.Lock', 'somebody holds the lock for too long, or never gives it back'],
  ['sync.RWMutex.RLock', 'a writer holds the lock, or waits for a reader that never leaves'],
  ['sync.WaitGroup.Wait', 'a goroutine that they wait for never calls Done'],
  ['sync.Cond.Wait', 'nobody signals their condition'],
  ['semacquire', 'somebody holds the lock for too long, or never gives it back'],
  ['sleep', 'they are started faster than their sleep ends'],
  ['syscall', 'their system calls do not return, as of files, pipes and cgo'],
  ['coroutine', 'a pulled iterator (package iter) is never stopped'],
])

/** Waits of the poller that are for something else than bytes to read (internal/poll and net of Go 1.21 to 1.28), innermost first. */
const POLLED: readonly (readonly [frame: string, grows: string])[] = [
  ['internal/poll.(*FD).Accept', 'listeners are opened and none is closed'],
  ['net.(*netFD).connect', 'the other side does not answer when they connect, and no timeout ends the wait'],
  [
    'internal/poll.(*pollDesc).waitWrite',
    'the other side of their connections does not read what they write, and no deadline ends the wait',
  ],
]

/** What is asked about a stack. */
interface Shape {
  /** Innermost first. */
  readonly frames: readonly string[]
  readonly states: Readonly<Record<string, number>>
  readonly ownCode: string | null
  readonly creator: string | null
  readonly place: string | null
  readonly goPlace: string | null
}

/** States of goroutines that wait for nothing. */
const AT_WORK = new Set(['running', 'runnable', 'preempted', 'copystack'])

/**
 * A sentence on the shape of a stack without a known cause; null where it is at work.
 *
 * Example output: `no known cause; if this count grows, nobody receives any more from the channel that they send to.
 * Look at main.ask.func1 (/src/main.go:9) and at main.ask (/src/main.go:8), which starts them`
 */
export function shapeSays(stack: Shape): string | null {
  const [state] = Object.entries(stack.states).sort(([, a], [, b]) => b - a)[0] ?? []
  if (state !== undefined && AT_WORK.has(state)) return null
  const grows = state === undefined ? undefined : growsIn(state, stack.frames)
  const entry = stack.frames.at(-1)
  const isOfLibrary = stack.ownCode === null && entry !== undefined && ownerOf(entry) === 'library'
  const look = [
    ...(stack.ownCode === null ? [] : [named(stack.ownCode, stack.place)]),
    ...(isOfLibrary ? [`what ${repositoryOf(packageOf(entry))} gave you (is it closed?)`] : []),
    ...(stack.creator === null ? [] : [`${named(stack.creator, stack.goPlace)}, which starts them`]),
  ]
  const at = look.length === 0 ? '' : `. Look at ${look.join(' and at ')}`
  return grows === undefined
    ? `no known cause; debug=2 tells what they wait for, for how long, and who started them${at}`
    : `no known cause; if this count grows, ${grows}${at}`
}

function growsIn(state: string, frames: readonly string[]): string {
  const polled = state === 'IO wait' ? POLLED.find(([frame]) => frames.includes(frame)) : undefined
  return polled?.[1] ?? GROWS.get(state) ?? `they stay in the state "${state}"`
}

const named = (name: string, place: string | null): string => (place === null ? name : `${name} (${place})`)
