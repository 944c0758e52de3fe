import { advised, type Known } from '#shared/cause/advice.ts'
import { rankOf } from '#shared/cause/catalogue.ts'
import { asGrowing } from '#shared/cause/cause.ts'
import { goMinorOfLabels, goMinorOfNames } from '#shared/signature/go-version.ts'
import { ownCodeFrame } from '#shared/signature/own-code.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { type Assessed, assessAll } from './assess.ts'
import { evidenceRules, meanRate } from './evidence.ts'
import { countNow, figuresOf, growingNow, stacksOf } from './figures.ts'
import type { Growing } from './growth.ts'
import { growsIn } from './healed.ts'
import { countsOfCauses, knownCause, mayBe, mostOf } from './known-cause.ts'
import { timeToLimit } from './limit.ts'
import { nonFinding } from './non-finding.ts'
import { severity } from './severity.ts'
import { countsAtTables, socketRule } from './socket-evidence.ts'
import { inOneName, type Successions, successionsOf } from './succession.ts'
import { tierOf } from './tier.ts'
import { groupTwins } from './twins.ts'
import type { JudgeInput, Judgement, Member, RuleResult, Verdict } from './verdict.ts'
import { type Watched, watchedAt } from './watched.ts'

/**
 * Says which stacks of a service leak, and of every other stack why it does not.
 *
 * The same input gives the same judgement: no clock, no chance, no order of arrival.
 */
export function judge(given: JudgeInput): Judgement {
  const successions = successionsOf(given.lives, given.signatures)
  const asSeen = inOneName(given.lives, successions).toSorted(byProcess)
  const watched = watchedAt(asSeen, given.now)
  const signatures = inOwnWords(given.signatures, given.settings)
  const input = { ...given, ...watched, signatures, successions }
  const assessed = assessAll(input)
  const ofOneCause = countsOfCauses(assessed)
  const candidates = assessed.filter(({ growing }) => growing.length > 0).sort(byImportance)
  const verdicts = groupTwins(candidates).map((group) => verdictOf(input, group))
  return {
    verdicts: verdicts.sort((a, b) => severity(b) - severity(a)),
    others: assessed
      .filter(({ growing }) => growing.length === 0)
      .map((one) => nonFinding(one, (series) => ofOneCause.get(one.cause?.id)?.get(series) ?? 0)),
    watched,
  }
}

/** What is judged: lives in which no stack has two names. */
interface Named extends JudgeInput, Watched {
  readonly lives: readonly LifeSeries[]
  readonly successions: Successions
}

/** Signatures with the own-code frames that the settings of this service make; the index is of the whole tenant. */
function inOwnWords(
  signatures: JudgeInput['signatures'],
  { ownCode }: JudgeInput['settings'],
): ReadonlyMap<SignatureId, Signature> {
  if (ownCode.length === 0) return signatures
  const renamed = [...signatures].map(
    ([id, signature]) =>
      [id, { ...signature, ownCode: ownCodeFrame(signature.frames, ownCode) ?? signature.ownCode }] as const,
  )
  return new Map(renamed)
}

const byProcess = (a: LifeSeries, b: LifeSeries): number =>
  a.process.id === b.process.id ? a.life - b.life : a.process.id < b.process.id ? -1 : 1

/** Known causes before unknown ones, own code before libraries, as the catalogue does, then by growth; ids settle the rest. */
const byImportance = (a: Assessed, b: Assessed): number =>
  Number(mayBe(b).length > 0) - Number(mayBe(a).length > 0) ||
  Number(b.signature.ownCode !== undefined) - Number(a.signature.ownCode !== undefined) ||
  rankOf(mayBe(a)[0]) - rankOf(mayBe(b)[0]) ||
  meanRate(b.growing).perHour - meanRate(a.growing).perHour ||
  (a.signature.id < b.signature.id ? -1 : 1)

function verdictOf(input: Named, group: readonly [Assessed, ...Assessed[]]): Verdict {
  const [first] = group
  const told = group.find((one) => one.cause !== undefined) ?? first
  const { ambiguity } = told
  const cause = told.cause === undefined ? undefined : asGrowing(told.cause)
  const sockets = socketRule(countsAtTables(input.lives, first.signature.id, input.sockets), input.sockets)
  const evidence = [
    ...evidenceRules(first.growing, knownCause(mayBe(told), mostOf(group), first.growing)),
    ...strongestDumps(group),
    sockets.rule,
  ]
  const strongest = [...first.growing].sort((a, b) => b.life.times.length - a.life.times.length)[0] as Growing
  const members = group.map((one) => memberOf(input, one, first)) as [Member, ...Member[]]
  const figures = figuresOf(
    input,
    group,
    members.map(({ rate }) => rate),
  )
  const grows = growsIn(growingNow(input, first))
  return {
    ...figures,
    tier: tierOf(strongest.rules, evidence),
    members,
    lives: { growing: first.growing.length, of: first.growths.length },
    rules: [...strongest.rules, ...evidence],
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
