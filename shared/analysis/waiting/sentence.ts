/** Says who waits for what, who may hold it, and how sure that is. */

import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'
import { isRuntimeFrame } from '#shared/signature/frame.ts'
import type { HeldGroup } from './deadlock.ts'
import type { Candidate, Evidence } from './evidence.ts'
import type { Waiters } from './group.ts'
import type { Primitive } from './primitive.ts'

/** What somebody who ends the wait is called. */
const ROLE: Readonly<Record<Primitive, string>> = {
  'sync.Mutex': 'likely holder',
  'sync.RWMutex': 'likely holder',
  'sync.Once': 'likely inside it',
  'sync.WaitGroup': 'waits for',
  'sync.Cond': 'may signal it',
  'chan send': 'may receive',
}

/** The same, of evidence that says less. */
const WEAK: Readonly<Partial<Record<Evidence, string>>> = {
  caller: 'may hold it itself',
  sibling: 'may wait for',
}

/** What the evidence is, and what it does not prove. */
const BOUND: Readonly<Record<Evidence, string>> = {
  object:
    'It is inside the same object and does not wait for it. The dump prints arguments, but not ownership.',
  line: 'It is in the same function, after the line that takes the lock. The dump does not print ownership.',
  type: 'It is in a method of the same type. The dump does not show whether the object is the same.',
  child: 'The waiting goroutine started it. The dump does not show which goroutines call Done.',
  sibling:
    'The call that started the waiting goroutine started it too. The dump does not show which goroutines call Done.',
  nested: 'It was called by a method of the same object, which may have taken the lock already.',
  caller:
    'If that method already holds the lock, the goroutine waits for itself. If it only calls the method that takes the lock, the dump does not show the holder.',
}

/** Functions named in a sentence. */
const NAMED = 3

/** Example output: `4 goroutines wait for sync.Mutex 0xc0000b40c0 of main.(*store) in main.(*store).put, the longest for 29 min`. */
export function waitersSay(group: Waiters): string {
  const { waits, oldest, lines } = group
  const functions = [...lines.keys()]
  const more = functions.length > NAMED ? ` and ${functions.length - NAMED} more functions` : ''
  const where = ` in ${functions.slice(0, NAMED).join(', ')}${more}`
  const since =
    oldest === 0 ? '' : waits.length === 1 ? `, for ${oldest} min` : `, the longest for ${oldest} min`
  return `${goroutines(waits.length)} ${waits.length === 1 ? 'waits' : 'wait'} ${thing(group)}${where}${since}`
}

/** What is waited for, behind `waits` or `waits in`. */
function thing({ primitive, address, object, type }: Waiters): string {
  const at = address === undefined ? '' : ` ${hex(address)}`
  const of =
    object === undefined
      ? type === undefined
        ? ''
        : ` of ${type}`
      : ` of ${type ?? 'an object'} ${hex(object)}`
  return primitive.startsWith('chan') ? `in ${primitive}${at}${of}` : `for ${primitive}${at}${of}`
}

/** The likely holder and how sure that is; or why nobody is found. */
export function holderSays({ group, candidates }: HeldGroup, knowsCreators: boolean): string[] {
  const [first, ...others] = candidates
  if (first === undefined) return [nobody(group, knowsCreators)]
  const also = others.length === 0 ? '' : `, or one of ${others.length} more`
  const role = WEAK[first.evidence] ?? ROLE[group.primitive]
  return [`${role}: ${whoIs(first)}${also}`, BOUND[first.evidence]]
}

/** Example output: `goroutine 20 in main.(*store).refresh (store.go:33), IO wait for 31 min in net/http.(*persistConn).roundTrip`. */
function whoIs({ individual, frame }: Candidate): string {
  const leaf = leafOf(individual)
  const inside = leaf === undefined || leaf === frame ? '' : ` in ${leaf.function}`
  return `goroutine ${individual.id} in ${placed(frame)}, ${stateOf(individual)}${inside}`
}

const stateOf = ({ state, minutes }: Individual): string =>
  minutes === 0 ? state : `${state} for ${minutes} min`

/** The call that it stands in: below it is the inside of the runtime, of `sync` and of the poller. */
const leafOf = ({ frames }: Individual): IndividualFrame | undefined =>
  frames.find(
    ({ function: name }) =>
      !isRuntimeFrame(name) && !/^(?:internal\/(?:poll|sync)|sync|syscall)\./.test(name),
  ) ?? frames[0]

/** A function with the last part of its place. */
const placed = ({ function: name, place }: IndividualFrame): string =>
  place === '' ? name : `${name} (${place.slice(place.lastIndexOf('/') + 1)})`

function nobody({ primitive, type, object }: Waiters, knowsCreators: boolean): string {
  const inside =
    type === undefined ? 'after that line' : `inside ${object === undefined ? 'a' : 'this'} ${type}`
  switch (primitive) {
    case 'sync.WaitGroup':
      return knowsCreators
        ? 'No goroutine that it started is left, nor one that the same call started: some path returns without Done, or Add counted too many.'
        : 'The dump does not show who calls Done; dumps of Go 1.21 and newer name the goroutine of each go statement.'
    case 'sync.Cond':
      return `No other goroutine is ${inside}: the dump shows nobody who could signal it.`
    case 'chan send':
      return `No other goroutine is ${inside}: the dump shows nobody who could receive.`
    default:
      return `No other goroutine is ${inside}: a return or panic left it locked, or its holder is elsewhere.`
  }
}

/** Whoever may free one waits for the next: a ring as one sentence. */
export function ringSays(ring: readonly { readonly held: HeldGroup; readonly by: Candidate }[]): string {
  const [first] = ring
  if (first === undefined) return 'Likely a deadlock: all goroutines that may free it wait themselves.'
  const isSure = ring.every(({ held: { group }, by }) => LOCKS.has(group.primitive) && by.evidence !== 'type')
  const kind = isSure ? 'Deadlock' : 'Likely a deadlock'
  if (ring.length === 1) return selfSays(kind, first.held.group, first.by)
  const steps = ring.map(({ held: { group }, by }, i) => {
    // Who waits for a step of the ring is who may free the step before.
    const waiter = ring.at(i - 1)?.by.individual.id
    return `goroutine ${waiter} waits ${step(group, by.individual.id)}`
  })
  return `${kind}: ${steps.join('; ')}.`
}

const LOCKS: ReadonlySet<Primitive> = new Set(['sync.Mutex', 'sync.RWMutex', 'sync.Once'])

function step(group: Waiters, by: number): string {
  if (group.primitive === 'chan send')
    return `to send, and the dump shows only goroutine ${by} that may receive`
  if (group.primitive === 'sync.WaitGroup') return `for ${nameOf(group)} of goroutine ${by}`
  return `for ${nameOf(group)}, which goroutine ${by} likely holds`
}

function selfSays(kind: string, { primitive, waits }: Waiters, { individual, frame }: Candidate): string {
  const behind =
    primitive === 'sync.RWMutex' && waits.some(({ isWriter }) => isWriter)
      ? ' With a writer between the two, a second RLock never returns.'
      : ''
  return `${kind}, if ${frame.function} holds the lock: goroutine ${individual.id} waits for it inside that call.${behind}`
}

/** A writer with nobody inside waits for readers that are not there. */
export const upgradedSays = ({ waits }: Waiters): string =>
  `Likely a deadlock: ${waits.find(({ isWriter }) => isWriter)?.caller.function} waits for readers to leave, and no other goroutine is inside. It upgraded its own RLock to Lock, or a reader left without RUnlock.`

/** Example output: `So are 10 more of main.(*session).` */
export const alikeSays = ({ type }: Waiters, alike: number): string =>
  `So ${alike === 1 ? 'is' : 'are'} ${alike.toLocaleString('en-US')} more${type === undefined ? '' : ` of ${type}`}.`

const nameOf = ({ primitive, address, object, type }: Waiters): string =>
  `${primitive} ${address === undefined ? (object === undefined ? `of ${type ?? 'unknown'}` : `of ${hex(object)}`) : hex(address)}`

export const hex = (address: bigint): string => `0x${address.toString(16)}`
const goroutines = (count: number): string =>
  count === 1 ? '1 goroutine' : `${count.toLocaleString('en-US')} goroutines`
