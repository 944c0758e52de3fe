import type { Cause } from '#shared/cause/cause.ts'
import { within } from '#shared/statistics/within.ts'
import type { Survivors } from '#shared/survivor/survivors.ts'
import { isLeaking } from '../corroboration/residents.ts'
import type { Growing, Growth } from '../growth/growth.ts'
import { LEAST_GROWTH } from '../measure/sizes.ts'
import type { ArgumentId } from '../model/argument.ts'
import { foundBy, type RuleId, type RuleResult } from '../model/rule.ts'
import { type Measured, measured } from './argument.ts'
import { paceSays, paceTogether } from './pace.ts'
import { ofTheRise } from './rise.ts'

/** What the arguments are made from. */
export interface Case {
  /** The lives in which the stack grows, at least one. */
  readonly growing: readonly Growing[]
  /** Every life of the stack. */
  readonly growths: readonly Growth[]
  /** What corroborates growth. */
  readonly corroboration: readonly RuleResult[]
  /** What the catalogue says of it, if anything. */
  readonly cause: Cause | undefined
  /** Who stays in it, where full dumps show it. */
  readonly survivors?: Survivors | undefined
}

/** Everything that speaks for a leak or against one; what says nothing is left out. */
export function measuredOf(given: Case): Measured[] {
  const strongest = strongestOf(given.growing)
  return [
    ...ofGrowth(strongest, given),
    ...ofIndividuals(given),
    ...ofOtherLives(strongest, given),
    ...given.corroboration.flatMap((rule) => ofRule(rule, given.cause)),
  ].filter(({ value }) => value !== 0)
}

/** The life that was watched most closely. */
export const strongestOf = (growing: readonly Growing[]): Growing =>
  growing.reduce((a, b) => (b.life.times.length > a.life.times.length ? b : a))

function ofGrowth(strongest: Growing, { growing, corroboration }: Case): Measured[] {
  if (foundBy(strongest.rules, 'pile-up') !== undefined) return ofThePile(strongest, corroboration)
  // Of those that stay `shared/survivor` has asked already whether they come on, and in how many jumps.
  return foundBy(strongest.rules, 'residents') === undefined ? ofTheRise(strongest, growing) : []
}

/** Tail indices of healthy stacks and of leaks. @see Tail */
const HEALTHY_TAIL = 1
const LEAKING_TAIL = 0.05
const MOST_INDIVIDUALS = 8

/** Who stays and who leaves: how many times as likely the deaths of the old are in a leak (Poisson). */
function ofIndividuals({ survivors, corroboration }: Case): Measured[] {
  if (survivors?.tail === undefined) return []
  const { tail, word } = survivors
  const units = tail.watched / tail.age
  const log = (HEALTHY_TAIL - LEAKING_TAIL) * units - tail.left * Math.log(HEALTHY_TAIL / LEAKING_TAIL)
  const says = foundBy(corroboration, 'residents')?.says ?? ''
  if (isLeaking(survivors)) return [measured('residents', within(log, 0, MOST_INDIVIDUALS), says)]
  return word === 'come-and-go' ? [measured('turnover', within(log, -MOST_INDIVIDUALS, 0), says)] : []
}

/** An hour: goroutines that pile up and wait this long are not being served. */
const LONG_WAIT = 60

/** So many in one place say more than any trend, and most where nobody serves them. */
function ofThePile({ rules }: Growing, corroboration: readonly RuleResult[]): Measured[] {
  const oldest = foundBy(corroboration, 'ages')?.figures.oldest ?? 0
  return [
    measured('pile-up', 1, foundBy(rules, 'pile-up')?.says ?? ''),
    measured('long-wait', oldest >= LONG_WAIT ? 1 : 0, `the oldest has waited for ${oldest} min`),
  ]
}

/** What the pace of one more life can say, and that of all others together. */
const MOST_PACE = 8
/** Lives whose pace is asked: so many say all that the bound lets them say. */
const MOST_LIVES = 24

/** Whether the stack came on in other lives too: a warm-up slows down in each of them. */
function ofOtherLives(strongest: Growing, { growing, growths }: Case): Measured[] {
  if (strongest.together !== undefined) return []
  const pooled = growing.find(({ together }) => together !== undefined)
  if (pooled?.together !== undefined) {
    const log = paceTogether(pooled.together.map((life) => [life, 0]))
    return [elsewhere(log, `${pooled.together.length} lives together`)]
  }
  const began = new Map(growing.map(({ life, since }) => [life.series, since]))
  const others = growths
    .map(({ life }) => life)
    .filter(
      ({ series, lastLevel, firstLevel }) =>
        series !== strongest.life.series && (began.has(series) || lastLevel - firstLevel >= LEAST_GROWTH),
    )
    .toSorted((a, b) => b.times.length - a.times.length)
    .slice(0, MOST_LIVES)
  const log = paceTogether(others.map((life) => [life, began.get(life.series) ?? 0]))
  return [elsewhere(log, `${others.length} other ${others.length === 1 ? 'life' : 'lives'}`)]
}

const elsewhere = (log: number, lives: string): Measured =>
  measured('pace-elsewhere', within(log, -MOST_PACE, MOST_PACE), `in ${lives}: ${paceSays(log)}`)

/** Rules that speak for a leak where they fired, as arguments. */
const RULES: Readonly<Partial<Record<RuleId, ArgumentId>>> = {
  sockets: 'sockets',
  ages: 'ages',
  'runtime-proof': 'proof',
}

/** A shape of the program's own code fits healthy pools as well as leaks: it names a cause and lifts no odds. */
function ofRule({ id, fired, says }: RuleResult, cause: Cause | undefined): Measured[] {
  if (!fired) return []
  if (id === 'known-cause') return cause?.group === 'shape' ? [] : [measured('library-leak', 1, says)]
  const argument = RULES[id]
  return argument === undefined ? [] : [measured(argument, 1, says)]
}
