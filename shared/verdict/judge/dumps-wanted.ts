import type { SignatureId } from '#shared/signature/signature.ts'
import { nextDumpAt, type WantedDump } from '#shared/survivor/next-dump.ts'
import type { ProcessEvidence } from '#shared/trend/evidence.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { Growth } from '../growth/growth.ts'
import { foundBy } from '../model/rule.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Assessed } from './assessed.ts'

/** Probabilities that who stays can move over the bound of a tier: residents weigh as much as all else together. */
const OPEN = { least: 0.2, most: 0.97 }
/** Processes that are asked for one stack: dumps of few, often, tell who stays; of many, once, they do not. */
const MOST_FOR_STACK = 2
/** … and for all stacks of a service. */
const MOST_FOR_SERVICE = 16

/** What was decided, and what of it runs. */
interface Decided {
  readonly running: readonly LifeSeries[]
  readonly evidence: readonly ProcessEvidence[]
  readonly now: number
}

/**
 * The processes of which a full dump could change a verdict, and from when on. Nothing is asked where the runtime has
 * proven it, or the odds are plain and a dump has shown the stack already.
 *
 * @param assessed all stacks of the service
 * @param verdicts those of them that grow
 */
export function dumpsWanted(
  assessed: readonly Assessed[],
  verdicts: readonly Verdict[],
  { running, evidence, now }: Decided,
): WantedDump[] {
  const open = new Set(verdicts.filter(isOpen).map(({ members }) => members[0].signature))
  const runs = new Set(running)
  const times = new Map(evidence.map((one) => [one.process, timesOf(one)]))
  const dumpsOf = (life: LifeSeries): readonly number[] =>
    (times.get(life.process.id) ?? []).filter((at) => at >= beginOf(life))
  const lives = assessed
    .map((one) => livesOf(one, open).filter((life) => runs.has(life)))
    .flatMap((some) => some.sort(byTelling(dumpsOf)).slice(0, MOST_FOR_STACK))
  return [...new Set(lives)]
    .slice(0, MOST_FOR_SERVICE)
    .map((life) => ({ process: life.process.id, from: nextDumpAt(beginOf(life), dumpsOf(life), now) }))
}

/** Who stays could move it, or nobody has seen yet where and for how long its goroutines wait. */
const isOpen = ({ tier, seen, probability, rules }: Verdict): boolean =>
  seen === 'growing' &&
  tier !== 'proven' &&
  ((probability > OPEN.least && probability < OPEN.most) || !isShown(rules))

const isShown = (rules: Verdict['rules']): boolean => foundBy(rules, 'residents')?.figures.dumps !== undefined

/** The lives of a stack of which individuals could tell more than counts. */
function livesOf(
  { signature, growing, growths, intended, individuals, family }: Assessed,
  open: ReadonlySet<SignatureId>,
): LifeSeries[] {
  // There is no dump of a sum.
  if (family !== undefined) return []
  if (growing.length > 0) return open.has(signature.id) ? growing.map(({ life }) => life.series) : []
  const isTold = individuals?.survivors.word === 'come-and-go'
  return intended !== undefined || isTold ? [] : growths.filter(mayHide).map(({ life }) => life.series)
}

/** The ebbs rise, and only what comes and goes beside speaks against a leak. */
const mayHide = ({ grows, rules }: Growth): boolean =>
  !grows &&
  foundBy(rules, 'low-water-rises')?.fired === true &&
  (foundBy(rules, 'never-returns')?.fired === false || foundBy(rules, 'not-load')?.fired === false)

/** Those first that have sent most dumps, then the oldest; names settle the rest. */
const byTelling =
  (dumpsOf: (life: LifeSeries) => readonly number[]) =>
  (a: LifeSeries, b: LifeSeries): number =>
    dumpsOf(b).length - dumpsOf(a).length || beginOf(a) - beginOf(b) || (a.process.id < b.process.id ? -1 : 1)

const beginOf = ({ process, times }: LifeSeries): number => process.startedAt ?? times[0] ?? 0

const timesOf = ({ dumps, observations = [] }: ProcessEvidence): number[] => [
  ...new Set([...dumps, ...observations].map(({ at }) => at)),
]
