import type { SignatureId } from '#shared/signature/signature.ts'
import type { Finding, FindingState, Transition } from './finding.ts'
import type { Verdict } from './verdict.ts'

/** A finding escalates when its rate has doubled since its last change of state. */
const ESCALATES = 2

/** A verdict that is kept: the others are told only when asked. */
const isKept = ({ tier }: Verdict): boolean => tier !== 'watch'

/**
 * The findings that a run of the judge changes; a repeated run with the same verdicts changes none.
 *
 * @param known the findings of the service as they stand
 */
export function nextFindings(
  service: string,
  known: readonly Finding[],
  verdicts: readonly Verdict[],
  now: number,
): Finding[] {
  const changed: Finding[] = []
  const taken = new Set<string>()
  const kept = verdicts.filter(isKept)
  for (const verdict of kept) {
    const before = known.find((finding) => !taken.has(finding.id) && isSame(finding, verdict, kept))
    if (before !== undefined) taken.add(before.id)
    const after = before === undefined ? begin(service, verdict, now) : advance(before, verdict, now)
    if (after !== before) changed.push(after)
  }
  return changed
}

/** A finding goes on in the verdict on its own signature; where there is none, in one on a twin. */
function isSame({ id, verdict: before }: Finding, verdict: Verdict, all: readonly Verdict[]): boolean {
  const own = all.find((one) => concerns(one, id))
  return own === undefined
    ? before.members.some((twin) => concerns(verdict, twin.signature))
    : own === verdict
}

const concerns = ({ members }: Verdict, id: SignatureId): boolean =>
  members.some(({ signature }) => signature === id)

function begin(service: string, verdict: Verdict, now: number): Finding {
  const transition: Transition = { at: now, from: undefined, to: 'new', reason: `found as ${verdict.tier}` }
  return {
    id: verdict.members[0].signature,
    service,
    state: 'new',
    verdict,
    ratePerHour: verdict.perHour,
    firstFound: now,
    history: [transition],
    version: 1,
  }
}

function advance(finding: Finding, verdict: Verdict, now: number): Finding {
  if (JSON.stringify(finding.verdict) === JSON.stringify(verdict)) return finding
  const next = stateAfter(finding, verdict)
  const tierChange =
    finding.verdict.tier === verdict.tier ? [] : [`${finding.verdict.tier} → ${verdict.tier}`]
  const reasons = [...(next === undefined ? [] : [next.reason]), ...tierChange]
  const state = next?.state ?? finding.state
  const transition: Transition = { at: now, from: finding.state, to: state, reason: reasons.join('; ') }
  return {
    ...finding,
    state,
    verdict,
    ratePerHour: next === undefined ? finding.ratePerHour : verdict.perHour,
    history: reasons.length === 0 ? finding.history : [...finding.history, transition],
    version: finding.version + 1,
  }
}

function stateAfter(finding: Finding, verdict: Verdict): { state: FindingState; reason: string } | undefined {
  if (finding.state === 'resolved') return { state: 'regressed', reason: 'grows again' }
  if (verdict.perHour >= ESCALATES * finding.ratePerHour) {
    const [before, after] = [finding.ratePerHour.toFixed(1), verdict.perHour.toFixed(1)]
    return { state: 'escalating', reason: `${before} → ${after} an hour` }
  }
  return finding.state === 'new' ? { state: 'ongoing', reason: 'grows still' } : undefined
}
