import { advised, type Known } from '#shared/cause/advice.ts'
import { asGrowing } from '#shared/cause/cause.ts'
import { goMinorOfLabels, goMinorOfNames } from '#shared/signature/go-version.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { knownCause, mayBe } from '../corroboration/known-cause.ts'
import { severalProcesses } from '../corroboration/processes.ts'
import { residentsRule } from '../corroboration/residents.ts'
import { againAfterRestart } from '../corroboration/restart.ts'
import { countsAtTables, socketRule } from '../corroboration/sockets.ts'
import { meanRate } from '../growth/mean-rate.ts'
import type { Successions } from '../life/succession.ts'
import type { Watched } from '../life/watched.ts'
import type { RuleResult } from '../model/rule.ts'
import type { Member, Verdict } from '../model/verdict.ts'
import { measuredOf, strongestOf } from '../odds/measured.ts'
import { oddsOf } from '../odds/odds.ts'
import type { Assessed } from './assessed.ts'
import { mostOf } from './counts-of-causes.ts'
import { countNow, figuresOf, growingNow, stacksOf } from './figures.ts'
import { growsIn } from './healed.ts'
import type { JudgeInput } from './judgement.ts'
import { timeToLimit } from './limit.ts'
import { tierOf } from './tier.ts'

/** What is judged: lives in which no stack has two names. */
interface Named extends JudgeInput, Watched {
  readonly lives: readonly LifeSeries[]
  readonly successions: Successions
}

/**
 * The verdict on stacks that rise together.
 *
 * @param group the one that names the leak first
 */
export function verdictOf(input: Named, group: readonly [Assessed, ...Assessed[]]): Verdict {
  const [first] = group
  const told = group.find((one) => one.cause !== undefined) ?? first
  const { ambiguity } = told
  const cause = told.cause === undefined ? undefined : asGrowing(told.cause)
  const sockets = socketRule(countsAtTables(input.lives, first.signature.id, input.sockets), input.sockets)
  const residents = residentsRule(first.individuals?.survivors)
  const corroboration = [
    againAfterRestart(first.growing),
    severalProcesses(first.growing),
    knownCause(mayBe(told), mostOf(group), first.growing),
    ...strongestDumps(group),
    sockets.rule,
    residents,
  ]
  const strongest = strongestOf(first.growing)
  const members = group.map((one) => memberOf(input, one, first)) as [Member, ...Member[]]
  const figures = figuresOf(
    input,
    group,
    members.map(({ rate }) => rate),
  )
  const odds = oddsOf(
    measuredOf({ ...first, corroboration, cause: mayBe(told)[0], survivors: first.individuals?.survivors }),
  )
  const grows = growsIn(growingNow(input, first))
  return {
    ...figures,
    ...odds,
    tier: tierOf(odds.probability, corroboration),
    members,
    lives: { growing: first.growing.length, of: first.growths.length },
    rules: [...strongest.rules.filter(({ id }) => id !== 'residents'), ...corroboration],
    cause: cause && advised(cause, knownOf(input, group)),
    ...(ambiguity === undefined ? {} : { ambiguity }),
    grows,
    limit:
      figures.seen === 'growing'
        ? timeToLimit(input.settings.limits, cause, group, new Set(input.running))
        : undefined,
    water: [...strongest.life.lowWater.marks],
  }
}

/** What advice depends on: the Go of the newest process that grows, and whether the runtime proves the leak. */
function knownOf({ signatures, evidence }: Named, group: readonly [Assessed, ...Assessed[]]): Known {
  const newest = group[0].growing
    .map(({ life }) => life.series)
    .reduce((a, b) => ((b.times.at(-1) ?? 0) > (a.times.at(-1) ?? 0) ? b : a))
  const names = [...newest.counts.keys()].flatMap((id) => signatures.get(id)?.frames ?? [])
  const proofs = evidence.flatMap((one) => one.proofs)
  return {
    goMinor: goMinorOfLabels(newest.process.labels) ?? goMinorOfNames(names),
    proven: Math.max(
      0,
      ...proofs.flatMap(({ leaked }) => group.map(({ signature }) => leaked.get(signature.id) ?? 0)),
    ),
    hasLeakProfile: proofs.length > 0,
  }
}

/** What the dumps say of the member that they say most of. */
const strongestDumps = (group: readonly Assessed[]): readonly RuleResult[] =>
  (
    group.find(({ dumps }) => dumps.proven) ??
    group.find(({ dumps }) => dumps.rules.some(({ fired }) => fired)) ??
    group[0]
  )?.dumps.rules ?? []

/** Twins began when the first of them did. */
function memberOf({ states, successions, ...watched }: Named, one: Assessed, first: Assessed): Member {
  const { signature, growing, family } = one
  const formerly = successions.get(signature.id)
  const began = new Map(first.growing.map(({ life, since }) => [life.series, since]))
  return {
    signature: signature.id,
    stack: signature.frames,
    ownCode: signature.ownCode,
    entry: signature.entry,
    creator: signature.creator,
    count: countNow(watched, stacksOf(one)),
    stacks: family?.length ?? 1,
    rate: meanRate(
      growing.map((growth) => ({ ...growth, since: began.get(growth.life.series) ?? growth.since })),
    ),
    states: Object.fromEntries(states.get(signature.id) ?? []),
    ...(formerly === undefined ? {} : { formerly }),
  }
}
