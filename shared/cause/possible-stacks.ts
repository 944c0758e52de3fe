import type { KnownStack } from './known-stack.ts'
import { leafOf, mayStartItsType, wordsOf } from './leaf.ts'
import { MOST } from './stack-pattern.ts'
import { TICKS } from './tick-words.ts'

/** All that a stack could be once a dump told what this one leaves out. */
export interface PossibleStacks {
  /** Stacks with nothing left out; the stack itself alone where it leaves nothing out. */
  readonly completions: readonly KnownStack[]
  /** A sentence: which dump tells what is left out. */
  readonly tellApart: string
}

/** Waits that a debug=1 profile cannot tell apart: it shows the function alone. */
const CHANNEL_WAITS = ['chan send', 'chan receive', 'select']

const STATES = 'debug=1 shows no wait states: take debug=0 or debug=2 of the same process'
const AGES =
  'a debug=2 dump tells: a ticker wakes its loop before a wait is as long as the interval, other waits grow older'
const FORM = 'a debug=0 profile tells whether the receive is a range'
const CREATOR = 'a debug=2 dump names the function that started it'

/** What a wait of the program's own code could be. */
export function possibleStacks(stack: KnownStack): PossibleStacks {
  const leaf = leafOf(stack.frames)
  if (leaf === '' || leaf !== stack.ownCode) return { completions: [stack], tellApart: '' }
  const isByDebug2 = stack.creator !== undefined || stack.waited !== undefined
  const tells = new Set<string>()
  let completions: readonly KnownStack[] = [stack]
  const open = (tell: string, complete: (one: KnownStack) => readonly KnownStack[]): void => {
    const more = completions.flatMap(complete)
    if (more.length > completions.length) tells.add(tell)
    completions = more
  }
  open(STATES, (one) =>
    one.states.size > 0
      ? [one]
      : (one.open ?? CHANNEL_WAITS).map((state) => ({ ...one, states: new Map([[state, 1]]) })),
  )
  open(AGES, (one) =>
    isIn(one, 'chan send') || !isAgeOpen(one, leaf) ? [one] : [1, 0].map((waited) => ({ ...one, waited })),
  )
  // What wakes is a ticker's, in whichever form it receives.
  open(FORM, (one) =>
    !isIn(one, 'chan receive') || one.ranged !== undefined
      ? [one]
      : one.waited === 0
        ? [{ ...one, ranged: 1 }]
        : [0, 1].map((ranged) => ({ ...one, ranged })),
  )
  open(CREATOR, (one) => {
    const start = isIn(one, 'select') && !isByDebug2 ? mayStartItsType(leaf) : undefined
    return start === undefined ? [one] : [one, { ...one, creator: start }]
  })
  const [first = '', ...others] = tells
  const sentence = [first, ...others].join('; ')
  return { completions, tellApart: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` }
}

/** The age is open where no dump tells it, and where a ticker may have an interval of more than the minute it is in. */
const isAgeOpen = ({ waited }: KnownStack, leaf: string): boolean =>
  waited === undefined || (waited > MOST && wordsOf(leaf).some((word) => TICKS.includes(word)))

const isIn = ({ states }: KnownStack, state: string): boolean => states.has(state)
