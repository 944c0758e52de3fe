import type { SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { duration, paceText } from '#shared/verdict/model/words.ts'
import { afterDecision, growsNow, type Move } from './decision.ts'
import { type Decision, type Finding, moved, type Transition } from './finding.ts'
import { concerns, held } from './held.ts'

/** A finding escalates when its rate has doubled since its last change of state. */
const ESCALATES = 2
/** A finding is resolved after this long without growth, or after so many times the time that it took to find. */
const QUIET_HOURS = 24
const QUIET_FINDS = 3
/** Versions that are remembered as growing. */
const MOST_VERSIONS = 50

/** A verdict that is kept: the others are told only when asked. */
const isKept = ({ tier }: Verdict): boolean => tier !== 'watch'

/** Signature → why the settings of the service call it intended. */
export type IntendedBySettings = ReadonlyMap<SignatureId, string>

/**
 * The findings that a run of the judge changes; a repeated run with the same verdicts changes none.
 *
 * @param known the findings of the service as they stand; those without a verdict are resolved in time
 * @param present a verdict that did not come again, with what stands now
 */
export function nextFindings(
  service: string,
  known: readonly Finding[],
  verdicts: readonly Verdict[],
  now: number,
  intended: IntendedBySettings = new Map(),
  present: (verdict: Verdict) => Verdict = (verdict) => verdict,
): Finding[] {
  const changed: Finding[] = []
  const taken = new Set<string>()
  const kept = verdicts.map((verdict) => held(verdict, known)).filter(isKept)
  for (const verdict of kept) {
    const before = known.find((finding) => !taken.has(finding.id) && isSame(finding, verdict, kept))
    if (before !== undefined) taken.add(before.id)
    const after = before === undefined ? begin(service, verdict, now) : advance(before, verdict, now)
    if (after !== before) changed.push(after)
  }
  const silent = known.filter(({ id }) => !taken.has(id))
  return [
    ...changed,
    ...silent.flatMap((finding) => {
      const verdict = present(finding.verdict)
      const told = verdict === finding.verdict ? finding : { ...finding, verdict }
      const move = withoutVerdict(told, now, intended.get(finding.id))
      if (move !== undefined) return [moveOn(told, move, now)]
      return told === finding ? [] : [{ ...told, version: finding.version + 1 }]
    }),
  ]
}

const hoursSince = (at: number, now: number): number => (now - at) / HOUR

/** Whether it has been quiet for long enough: a leak that took days to show takes days to be gone. */
const isOver = ({ firstFound, verdict }: Finding, quietHours: number): boolean =>
  quietHours >= Math.max(QUIET_HOURS, QUIET_FINDS * hoursSince(verdict.since, firstFound))

/** A finding goes on in the verdict on its own signature; where there is none, in one on a twin. */
function isSame({ id, verdict: before }: Finding, verdict: Verdict, all: readonly Verdict[]): boolean {
  const own = all.find((one) => concerns(one, id))
  return own === undefined
    ? before.members.some((twin) => concerns(verdict, twin.signature))
    : own === verdict
}

function begin(service: string, verdict: Verdict, now: number): Finding {
  const transition: Transition = { at: now, from: undefined, to: 'new', reason: `found as ${verdict.tier}` }
  return {
    id: verdict.members[0].signature,
    service,
    state: 'new',
    verdict,
    ratePerHour: verdict.perHour,
    firstFound: now,
    lastGrew: now,
    grewIn: grewIn([], verdict),
    decision: undefined,
    assignee: undefined,
    history: [transition],
    version: 1,
  }
}

const grewIn = (before: readonly string[], { grows }: Verdict): readonly string[] =>
  [...before, ...grows.versions.filter((version) => !before.includes(version))].slice(-MOST_VERSIONS)

/** What a run without a verdict on a finding makes of it; undefined: nothing. */
function withoutVerdict(finding: Finding, now: number, meant: string | undefined): Move | undefined {
  const { state, decision, lastGrew } = finding
  if (meant !== undefined && state !== 'intended' && state !== 'archived' && state !== 'resolved')
    return { state: 'intended', reason: meant, decision: { kind: 'intended-by-settings' } }
  if (state === 'resolved' || (decision !== undefined && holds(decision, meant, now))) return undefined
  const quiet = hoursSince(lastGrew, now)
  if (!isOver(finding, quiet)) return undefined
  return { state: 'resolved', reason: `no growth for ${duration(quiet)}` }
}

/** Whether a decision stands where nothing grows. */
function holds(decision: Decision, meant: string | undefined, now: number): boolean {
  if (decision.kind === 'intended-by-settings') return meant !== undefined
  if (decision.kind !== 'archived' || decision.until === 'forever') return true
  return !('date' in decision.until && decision.until.date <= now)
}

function advance(finding: Finding, verdict: Verdict, now: number): Finding {
  const isRepeated = JSON.stringify(finding.verdict) === JSON.stringify(verdict)
  const { decision } = finding
  const next =
    decision !== undefined
      ? afterDecision(decision, verdict, now)
      : isRepeated
        ? undefined
        : stateAfter(finding, verdict)
  if (isRepeated && next === undefined) return finding
  const told: Finding = {
    ...finding,
    verdict,
    lastGrew: growsNow(verdict) && !isRepeated ? now : finding.lastGrew,
    grewIn: grewIn(finding.grewIn, verdict),
    ratePerHour: next === undefined ? finding.ratePerHour : verdict.perHour,
  }
  const tierChange =
    finding.verdict.tier === verdict.tier ? undefined : `${finding.verdict.tier} → ${verdict.tier}`
  const reason = [next?.reason, tierChange].filter((part) => part !== undefined).join('; ')
  if (reason === '') return { ...told, version: finding.version + 1 }
  return moveOn(
    told,
    next === undefined ? { state: finding.state, reason, decision } : { ...next, reason },
    now,
  )
}

const moveOn = (finding: Finding, { state, reason, decision }: Move, now: number): Finding =>
  moved({ ...finding, decision }, state, { at: now, reason })

function stateAfter(finding: Finding, verdict: Verdict): Move | undefined {
  const { healed } = verdict
  if (healed !== undefined) {
    const over = finding.state !== 'resolved' && isOver(finding, healed.hours)
    const reason = `no growth in ${healed.version ?? 'the newest processes'} for ${duration(healed.hours)}`
    return over ? { state: 'resolved', reason } : undefined
  }
  if (finding.state === 'resolved') {
    // Old lives stay in the window for days: only growth in a process that runs now is a return.
    return growsNow(verdict) ? { state: 'regressed', reason: `grows again${inVersion(verdict)}` } : undefined
  }
  if (verdict.perHour >= ESCALATES * finding.ratePerHour) {
    const [before, after] = [paceText(finding.ratePerHour), paceText(verdict.perHour)]
    return { state: 'escalating', reason: `grows by ${after} in a process, ${before} before` }
  }
  return finding.state === 'new' ? { state: 'ongoing', reason: 'still growing' } : undefined
}

const inVersion = ({ grows: { versions } }: Verdict): string =>
  versions.length === 0 ? '' : ` in ${versions.join(', ')}`
