/** What a goroutine waits for, as far as its frames and their argument words tell. */

import { type ArgumentWord, addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import type { Individual, IndividualFrame } from '#shared/goroutine/individual.ts'

/** What one goroutine of a process may hold and others wait for. */
export type Primitive =
  | 'sync.Mutex'
  | 'sync.RWMutex'
  | 'sync.Once'
  | 'sync.WaitGroup'
  | 'sync.Cond'
  | 'chan send'

/** One goroutine that waits. */
export interface Wait {
  readonly individual: Individual
  readonly primitive: Primitive
  /** Wants to write where others read: `RWMutex.Lock`. */
  readonly isWriter: boolean
  /** Address of the lock or channel, where a word says so for sure. */
  readonly address: bigint | undefined
  /** The frame that made the call, and what it is a part of. */
  readonly caller: IndividualFrame
  readonly callerIndex: number
  /** Receiver, or first argument, that the lock belongs to, where a word says so for sure. */
  readonly object: bigint | undefined
}

/**
 * Inside of a primitive: `internal/sync` is that of `sync` since Go 1.24. A goroutine that waits for a `Once` waits
 * for the mutex in it.
 */
const INSIDE =
  /^(?:runtime\.|(?:internal\/)?sync\.(?:runtime_|\(\*(Mutex|RWMutex|rlocker|WaitGroup|Cond|Once)\)\.(\w+)$))/

/**
 * Frames whose first word is the primitive. The words of `runtime_Semacquire…` are none: since Go 1.17 arguments
 * come in registers, and those are overwritten by the time of the dump.
 */
const NAMES_ITSELF =
  /^(?:(?:internal\/)?sync\.\(\*(?:Mutex|RWMutex|WaitGroup)\)\.\w+|sync\.runtime_notifyListWait|runtime\.chansend)$/

/** Bytes of a struct in which its lock is looked for behind the receiver. */
const STRUCT = 4096n
/** Frames from the caller on in which the receiver is looked for: inlined calls print none. */
const CALLERS = 3

/**
 * What `individual` waits for; undefined where it is no wait for others of the same process. Who receives or selects
 * may be idle and is not asked about: what it waits for may come from anywhere.
 */
export function waitOf(individual: Individual): Wait | undefined {
  const { frames, state } = individual
  let primitive: Primitive | undefined = state === 'chan send' ? state : undefined
  let isWriter = false
  let address: bigint | undefined
  let index = 0
  for (; index < frames.length; index++) {
    const frame = frames[index] as IndividualFrame
    const inside = INSIDE.exec(frame.function)
    if (inside === null) break
    const [, type, method] = inside
    if (type !== undefined) primitive = type === 'rlocker' ? 'sync.RWMutex' : (`sync.${type}` as Primitive)
    if (type === 'RWMutex') isWriter = method === 'Lock'
    address ??= NAMES_ITSELF.test(frame.function) ? exactAddress(argumentWords(frame.args)[0]) : undefined
  }
  const caller = frames[index]
  if (primitive === undefined || caller === undefined) return undefined
  const object = objectOf(frames.slice(index, index + CALLERS), address)
  return { individual, primitive, isWriter, address, caller, callerIndex: index, object }
}

const exactAddress = (word: ArgumentWord | undefined): bigint | undefined =>
  word?.isExact === true ? addressOf(word) : undefined

/** The struct that holds the lock is the one that begins nearest before it; without an address it is the receiver. */
function objectOf(callers: readonly IndividualFrame[], address: bigint | undefined): bigint | undefined {
  if (address === undefined) return exactAddress(argumentWords(callers[0]?.args ?? '')[0])
  for (const { args } of callers) {
    const before = argumentWords(args)
      .map(exactAddress)
      .filter((word): word is bigint => word !== undefined && word <= address && address - word < STRUCT)
    if (before.length > 0) return before.reduce((a, b) => (a > b ? a : b))
  }
  return undefined
}

/**
 * The type whose method a function is, with its package.
 *
 * Example input: `main.(*store).put.func1`
 * Example output: `main.(*store)`; undefined for a function and for the method of a value, which is written alike
 */
export const receiverOf = (name: string): string | undefined => /^.*?\(\*[^()]*\)/.exec(name)?.[0]
