import { causeOf } from '#shared/cause/catalogue.ts'
import type { Cause } from '#shared/cause/cause.ts'
import { stackEvidence } from '#shared/cause/stack-evidence.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { evidenceRules, type Growing, instancesOf, medianRate } from './evidence.ts'
import { explain } from './explain.ts'
import { assessGrowth, type Growth } from './growth.ts'
import { severity } from './severity.ts'
import { signatureLife } from './signature-life.ts'
import { tierOf } from './tier.ts'
import { groupTwins } from './twins.ts'
import type { JudgeInput, Judgement, Member, NonFinding, Quiet, Verdict } from './verdict.ts'

/** A signature, every life of it, and what the rules say of each. */
interface Assessed {
  readonly signature: Signature
  readonly cause: Cause | undefined
  readonly growths: readonly Growth[]
  readonly growing: readonly Growing[]
}

/**
 * Says which stacks of a service leak, and of every other stack why it does not.
 *
 * The same input gives the same judgement: no clock, no chance, no order of arrival.
 */
export function judge(given: JudgeInput): Judgement {
  const input = { ...given, lives: [...given.lives].sort(byProcess) }
  const assessed = signaturesOf(input).map((id) => assess(input, id))
  const candidates = assessed.filter(({ growing }) => growing.length > 0).sort(byImportance)
  const verdicts = groupTwins(candidates).map((group) => verdictOf(input, group))
  return {
    verdicts: verdicts.sort((a, b) => severity(b) - severity(a)),
    others: assessed.filter(({ growing }) => growing.length === 0).map(nonFinding),
  }
}

const byProcess = (a: LifeSeries, b: LifeSeries): number =>
  a.process.id === b.process.id ? a.life - b.life : a.process.id < b.process.id ? -1 : 1

const signaturesOf = ({ lives }: JudgeInput): SignatureId[] =>
  [...new Set(lives.flatMap(({ counts }) => [...counts.keys()]))].sort()

function assess({ lives, signatures, states }: JudgeInput, id: SignatureId): Assessed {
  const growths = lives.flatMap((series) => {
    const counts = series.counts.get(id)
    return counts === undefined ? [] : [assessGrowth(signatureLife(series, id, counts))]
  })
  const signature = signatures.get(id) ?? {
    id,
    frames: [id],
    entry: undefined,
    ownCode: undefined,
    creator: undefined,
  }
  const cause = causeOf(stackEvidence(signature, states.get(id)))
  return { signature, cause, growths, growing: growths.filter((growth) => growth.grows) }
}

/** Known causes before unknown ones, own code before libraries, then by growth; ids settle the rest. */
const byImportance = (a: Assessed, b: Assessed): number =>
  Number(b.cause !== undefined) - Number(a.cause !== undefined) ||
  Number(b.signature.ownCode !== undefined) - Number(a.signature.ownCode !== undefined) ||
  medianRate(b.growing).perHour - medianRate(a.growing).perHour ||
  (a.signature.id < b.signature.id ? -1 : 1)

function verdictOf(input: JudgeInput, group: readonly [Assessed, ...Assessed[]]): Verdict {
  const [first] = group
  const { cause } = group.find((one) => one.cause !== undefined) ?? first
  const evidence = evidenceRules(first.growing, cause)
  const strongest = [...first.growing].sort((a, b) => b.life.times.length - a.life.times.length)[0] as Growing
  const earliest = [...first.growing].sort((a, b) => a.since - b.since)[0] as Growing
  const members = group.map((one) => memberOf(input, one)) as [Member, ...Member[]]
  const verdict: Omit<Verdict, 'explain'> = {
    tier: tierOf(evidence),
    members,
    perHour: members.reduce((sum, { rate }) => sum + rate.perHour, 0),
    since: earliest.since,
    version: earliest.life.series.process.version,
    processes: { growing: instancesOf(first.growing).size, of: instancesOf(first.growths).size },
    lives: { growing: first.growing.length, of: first.growths.length },
    rules: [...strongest.rules, ...evidence],
    cause,
  }
  return { ...verdict, explain: explain(input.service, verdict) }
}

function memberOf({ lives, states }: JudgeInput, { signature, growing }: Assessed): Member {
  return {
    signature: signature.id,
    stack: signature.frames,
    ownCode: signature.ownCode,
    entry: signature.entry,
    creator: signature.creator,
    count: newestCount(lives, signature.id),
    rate: medianRate(growing),
    states: Object.fromEntries(states.get(signature.id) ?? []),
  }
}

/** Sum of the last count of the newest life of each instance; a life without the signature counts 0. */
function newestCount(lives: readonly LifeSeries[], id: SignatureId): number {
  const newest = new Map<string, LifeSeries>()
  for (const life of lives) {
    const known = newest.get(life.process.instance)
    if (known === undefined || endOf(known) < endOf(life)) newest.set(life.process.instance, life)
  }
  return [...newest.values()].reduce((sum, { counts }) => sum + (counts.get(id)?.last.at(-1) ?? 0), 0)
}

const endOf = ({ times }: LifeSeries): number => times.at(-1) ?? 0

/** Which reason of a non-finding says most, where lives differ. */
const QUIET_ORDER: readonly Quiet[] = [
  'watch',
  'plateaued',
  'load-proportional',
  'benign',
  'stable',
  'insufficient',
]

function nonFinding({ signature, growths }: Assessed): NonFinding {
  const quiet = growths.filter((growth) => !growth.grows)
  const [telling] = quiet.sort(
    (a, b) =>
      QUIET_ORDER.indexOf(a.quiet) - QUIET_ORDER.indexOf(b.quiet) ||
      b.life.times.length - a.life.times.length,
  )
  return {
    signature: signature.id,
    stack: signature.frames,
    verdict: telling?.quiet ?? 'insufficient',
    why: telling?.why ?? 'never seen in a snapshot',
  }
}
