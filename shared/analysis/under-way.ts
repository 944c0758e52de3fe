/** What a dump shows to be under way, so that it was not left behind. */

import type { Cause } from '#shared/cause/cause.ts'
import { matchesName } from '#shared/cause/name-pattern.ts'
import type { SignedStack } from './signed-stack.ts'

/** Frames from the root in which the closure that was started stands: WaitGroup.Go and groups call it. */
const ROOT = 3
/** The entry of a WaitGroup with a Done too few. */
const TOO_FEW_DONE = '83'
/** Share of the goroutines of a stack that must have another one in the call that they belong to. */
const BELONG = 0.8

/** A sentence why a stack has not the cause that it looks like; undefined where nothing shows that. */
type UnderWay = (stack: SignedStack, cause: Cause | undefined) => string | undefined

/**
 * Asks whether what a stack belongs to still runs, in other goroutines of the dump.
 *
 * @param all stacks of the dump; they are walked once, and once more for each cause that names calls
 */
export function underWayIn(all: readonly SignedStack[]): UnderWay {
  const started = startedBy(all)
  const calls = new Map<string, readonly Call[]>()
  return (stack, cause) => {
    if (cause === undefined) return undefined
    if (cause.id === TOO_FEW_DONE) return awaits(stack, started)
    if (cause.unless === undefined) return undefined
    const known = calls.get(cause.id) ?? callsOf(cause.unless, all)
    calls.set(cause.id, known)
    const others = known.filter(({ id }) => id !== stack.signature.id)
    const running = others.reduce((sum, { count }) => sum + count, 0)
    return running === 0 || running < BELONG * stack.sighting.count
      ? undefined
      : `no cause of its own: ${running.toLocaleString('en-US')} goroutines of the dump are in a call that these belong to, ${named(others.map(({ frame }) => frame))}`
  }
}

function awaits({ signature: { ownCode } }: SignedStack, started: ReadonlyMap<string, readonly string[]>) {
  const awaited = started.get(ownCode ?? '') ?? []
  return awaited.length === 0
    ? undefined
    : `no cause of its own: it waits for goroutines that it started and that have not ended, in ${named(awaited)}`
}

/** Function → those in which goroutines run that it started: they begin in its closures, or it is named as their creator. */
function startedBy(all: readonly SignedStack[]): Map<string, string[]> {
  const started = new Map<string, string[]>()
  const note = (by: string, runs: string): void => {
    const known = started.get(by)
    if (known === undefined) started.set(by, [runs])
    else if (known.length < NAMED) known.push(runs)
  }
  for (const { signature } of all) {
    const { frames, creator, entry, ownCode } = signature
    const closures = frames.slice(-ROOT).filter((frame) => CLOSURE.test(frame))
    for (const closure of closures) note(closure.slice(0, closure.search(CLOSURE)), closure)
    if (closures.length === 0 && creator !== undefined && entry !== undefined && creator !== ownCode)
      note(creator, entry)
  }
  return started
}

const CLOSURE = /\.func\d/

/** A stack that stands in a call which disproves a cause. */
interface Call {
  readonly id: string
  readonly count: number
  readonly frame: string
}

const callsOf = (unless: readonly string[], all: readonly SignedStack[]): readonly Call[] =>
  all.flatMap(({ signature: { id, frames }, sighting: { count } }) => {
    const frame = frames.find((each) => unless.some((name) => matchesName(each, name)))
    return frame === undefined ? [] : [{ id, count, frame }]
  })

/** Functions that are named. */
const NAMED = 3
const named = (functions: readonly string[]): string => [...new Set(functions)].slice(0, NAMED).join(', ')
