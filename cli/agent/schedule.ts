/** When is what pulled of a target next? Pure: the clock and chance are arguments. */

import { HOUR, MINUTE, SECOND } from '#shared/time.ts'

const KINDS = ['goroutine', 'goroutine debug=2', 'sockets', 'goroutineleak'] as const

/** What can be collected of a target; in the words of `next.want`. */
export type Kind = (typeof KINDS)[number]

/** What a server may ask for beside the profile of each slot. */
const EVIDENCE = ['goroutine debug=2', 'sockets'] as const satisfies readonly Kind[]
type Evidence = (typeof EVIDENCE)[number]

/** What became of a collection; `absent` where the target does not have it. */
export type Outcome = 'taken' | 'absent' | 'failed'

/** Chance in [0, 1), as of `Math.random`. */
export type Random = () => number

export interface Habits {
  /** Milliseconds that the operator wants between two pulls at least; undefined: as the server says. */
  readonly every: number | undefined
  /** Pulls goroutineleak where the target has it. */
  readonly leak: boolean
  /** Sends socket tables without being asked. */
  readonly sockets: boolean
}

/** What a target is due for. Times are milliseconds since the epoch. */
export interface Plan {
  readonly habits: Habits
  /** Milliseconds a slot: one goroutine profile each. */
  readonly every: number
  /** Where in its slot this target is pulled, in [0, 1): many agents do not pull at once. */
  readonly phase: number
  readonly due: { readonly goroutine: number } & Readonly<Partial<Record<Kind, number>>>
  /** Before when evidence is not collected again. */
  readonly notBefore: Readonly<Partial<Record<Evidence, number>>>
}

type Range = readonly [least: number, most: number]

/** Until a server has said other: the slot of a Tidemark as it comes. */
const DEFAULT_EVERY = MINUTE
/** What a server can ask for: a wrong answer must neither burden a target nor silence it. */
const EVERY_RANGE: Range = [10 * SECOND, HOUR]
/** The first pull, and those that are asked for, come within this time. */
const SOON = 5 * SECOND
/** Part of a slot by which a pull comes early or late. */
const JITTER = 0.05
/** Part of a slot at either end that stays free, so that the clocks of agent and server may differ a little. */
const EDGE = 0.1
/** goroutineleak costs a garbage collection, a socket table a look at every descriptor. */
const SLOW_RANGE: Range = [10 * MINUTE, 30 * MINUTE]
/** A target without goroutineleak gets it with its next release. */
const ABSENT_RANGE: Range = [6 * HOUR, 12 * HOUR]
/** debug=2 stops the world for the length of the dump: never more often than this, whatever a server asks. */
const EVIDENCE_PAUSE = 10 * MINUTE
/** Times the length of a pull that pass before the next: a target stands still for at most 0.01 % of its time. */
const BUDGET = 10_000

export function firstPlan(habits: Habits, now: number, random: Random): Plan {
  const every = habits.every ?? DEFAULT_EVERY
  return {
    habits,
    every,
    phase: between([EDGE + JITTER, 1 - EDGE - JITTER], random),
    due: {
      goroutine: now + random() * Math.min(SOON, every),
      // Not at once: an agent that is restarted over and over would cost a collection each time.
      ...(habits.leak ? { goroutineleak: now + between(SLOW_RANGE, random) } : {}),
      ...(habits.sockets ? { sockets: now + random() * MINUTE } : {}),
    },
    notBefore: {},
  }
}

/** What comes first. */
export function nextDue({ due }: Plan): { readonly kind: Kind; readonly at: number } {
  const all = KINDS.map((kind) => ({ kind, at: due[kind] ?? Number.POSITIVE_INFINITY }))
  return all.reduce((first, one) => (one.at < first.at ? one : first))
}

/**
 * The plan after a collection that ends now. A target that is down is asked again in the next slot.
 *
 * @param took milliseconds of the pull: no less than what the target stood still
 */
export function afterPull(
  plan: Plan,
  kind: Kind,
  outcome: Outcome,
  now: number,
  random: Random,
  took: number,
): Plan {
  if (kind === 'goroutine') return { ...plan, due: { ...plan.due, goroutine: nextSlot(plan, now, random) } }
  const { [kind]: _, ...others } = plan.due
  const due = { ...others, goroutine: plan.due.goroutine }
  const again = pauseAfter(plan.habits, kind, outcome, random)
  return {
    ...plan,
    due: again === undefined ? due : { ...due, [kind]: now + again },
    notBefore: { ...plan.notBefore, [kind]: now + leastPause(kind, took) },
  }
}

/** Milliseconds until the same is collected again; undefined where only the server asks for it. */
function pauseAfter({ sockets }: Habits, kind: Kind, outcome: Outcome, random: Random): number | undefined {
  if (kind === 'goroutineleak') return between(outcome === 'absent' ? ABSENT_RANGE : SLOW_RANGE, random)
  return kind === 'sockets' && sockets ? between(SLOW_RANGE, random) : undefined
}

/** Milliseconds that pass whatever a server asks; only a dump stops the world. */
const leastPause = (kind: Kind, took: number): number =>
  kind === 'goroutine debug=2' ? Math.max(EVIDENCE_PAUSE, BUDGET * took) : EVIDENCE_PAUSE

/** What a server wants next: of a sender that holds profiles for a while it may want more of them. */
interface Wanted {
  readonly afterSeconds: number
  readonly heldAfterSeconds?: number | undefined
  readonly holdSeconds?: number | undefined
  readonly want: readonly string[]
}

/** The plan after a server has said what it wants next; words that are not known are left out. */
export function obey(
  plan: Plan,
  { afterSeconds, heldAfterSeconds, holdSeconds = 0, want }: Wanted,
  now: number,
  random: Random,
): Plan {
  const { habits, due, notBefore } = plan
  const [least, most] = EVERY_RANGE
  const seconds = holdSeconds > 0 ? (heldAfterSeconds ?? afterSeconds) : afterSeconds
  const asked = Math.min(most, Math.max(least, seconds * SECOND))
  const wanted = EVIDENCE.filter((kind) => want.includes(kind) && now >= (notBefore[kind] ?? now))
  const soon = now + random() * SOON
  return {
    ...plan,
    every: Math.max(asked, habits.every ?? 0),
    due: { ...due, ...Object.fromEntries(wanted.map((kind) => [kind, Math.min(soon, due[kind] ?? soon)])) },
  }
}

/** A time in the slot after the one that `now` lies in: a slot never gets two profiles. */
function nextSlot({ every, phase }: Plan, now: number, random: Random): number {
  const slot = Math.floor(now / every) + 1
  return Math.round((slot + phase + between([-JITTER, JITTER], random)) * every)
}

const between = ([least, most]: Range, random: Random): number => least + random() * (most - least)
