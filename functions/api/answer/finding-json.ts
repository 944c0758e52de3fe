import type { Cause } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import { changedAt, type Decision, type Finding } from '#shared/finding/finding.ts'
import { iso } from '#shared/time.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { explain, headline } from '#shared/verdict/judge/explain.ts'
import { figuresJson } from '#shared/verdict/judge/figures-json.ts'
import { settling } from '#shared/verdict/judge/settle-text.ts'
import { ruleTitle } from '#shared/verdict/model/rule-title.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'

/** A finding is named `<signature>@<service>` outside: one id, readable, enough to find its row. */
export const findingName = ({ id, service }: Pick<Finding, 'id' | 'service'>): string => `${id}@${service}`

/** The row behind a finding's name; undefined where the name is none. */
export function parseFindingName(name: string): { id: string; service: string } | undefined {
  const match = /^([0-9a-f]{16})@(.{1,200})$/.exec(name)
  return match === null ? undefined : { id: match[1] as string, service: match[2] as string }
}

/** A verdict as it reads now: with its times in words, its sentences, and of its cause what a reader can use. */
export function verdictJson(service: string, given: Verdict, now: number) {
  const { since, lastHeard, heldUntil, grows, healed, cause, ambiguity, ...verdict } = asOf(given, now)
  return {
    ...verdict,
    rules: verdict.rules.map((rule) => ({ ...rule, title: ruleTitle(rule) })),
    settle: settling(service, verdict) ?? null,
    ...(cause === undefined ? {} : { cause: causeJson(cause) }),
    ...(ambiguity === undefined ? {} : { ambiguity: ambiguityJson(ambiguity) }),
    ...(healed === undefined ? {} : { healed: { ...healed, at: iso(healed.at) } }),
    since: iso(since),
    lastHeard: iso(lastHeard),
    growsNow: verdict.seen === 'growing',
    growsIn: grows.versions,
    explain: explain(service, given, now),
  }
}

const causeJson = ({ id, group, class: kind, title, why, fix, snippet, links }: Cause) => ({
  id,
  group,
  class: kind,
  title,
  why,
  fix,
  ...(snippet === undefined ? {} : { snippet }),
  links,
})

/** The causes that a stack may have, with all that is said of each, and what tells them apart. */
const ambiguityJson = ({ candidates, tellApart }: Ambiguity) => ({
  candidates: candidates.map(causeJson),
  tellApart,
})

/** What a list shows of a finding. @param now what it is told as of, milliseconds since the epoch */
export function findingSummary(finding: Finding, now: number, owners: readonly string[]) {
  const { tier, cause, limit, water, seen } = asOf(finding.verdict, now)
  return {
    id: findingName(finding),
    service: finding.service,
    state: finding.state,
    signatures: finding.verdict.members.flatMap(({ signature, formerly = [] }) => [signature, ...formerly]),
    tier,
    headline: headline(finding.service, finding.verdict, now),
    cause: cause === undefined ? null : { id: cause.id, title: cause.title, fix: cause.fix },
    ...figuresJson(finding.verdict, now),
    place: placeOf(finding.verdict),
    growsNow: seen === 'growing',
    hoursToLimit: limit?.hours ?? null,
    water,
    firstFound: iso(finding.firstFound),
    changedAt: iso(changedAt(finding)),
    assignee: finding.assignee ?? null,
    owners,
  }
}

/** The frame to look at: in the program's own code where there is one, else what the go statement started. */
const placeOf = ({ members: [first] }: Verdict): string =>
  first.ownCode ?? first.entry ?? first.stack[0] ?? first.signature

/** Everything that is known of a finding. */
export const findingJson = (finding: Finding, now: number, owners: readonly string[]) => ({
  ...findingSummary(finding, now, owners),
  explain: explain(finding.service, finding.verdict, now),
  verdict: verdictJson(finding.service, finding.verdict, now),
  until: untilJson(finding.decision),
  grewIn: finding.grewIn,
  history: finding.history.map(({ at, by, ...transition }) => ({
    ...transition,
    at: iso(at),
    by: by ?? null,
  })),
  revision: finding.version,
})

/** What an archived finding waits for, or one that is resolved in the next version; null for all others. */
function untilJson(decision: Decision | undefined) {
  if (decision?.kind === 'resolved-in-next-version') return { versionOtherThan: decision.versions }
  if (decision?.kind !== 'archived') return null
  const { until } = decision
  if (until === 'forever') return until
  return 'date' in until ? { date: iso(until.date) } : { perHour: until.perHour }
}
