import type { Cause } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import { iso } from '#shared/time.ts'
import type { Decision, Finding } from '#shared/verdict/finding.ts'
import type { Verdict } from '#shared/verdict/verdict.ts'

/** A finding is named `<signature>@<service>` outside: one id, readable, enough to find its row. */
export const findingName = ({ id, service }: Pick<Finding, 'id' | 'service'>): string => `${id}@${service}`

/** The row behind a finding's name; undefined where the name is none. */
export function parseFindingName(name: string): { id: string; service: string } | undefined {
  const match = /^([0-9a-f]{16})@(.{1,200})$/.exec(name)
  return match === null ? undefined : { id: match[1] as string, service: match[2] as string }
}

/** A verdict with its times in words, and of its cause what a reader can use. */
export const verdictJson = ({ since, grows, cause, ambiguity, ...verdict }: Verdict) => ({
  ...verdict,
  ...(cause === undefined ? {} : { cause: causeJson(cause) }),
  ...(ambiguity === undefined ? {} : { ambiguity: ambiguityJson(ambiguity) }),
  since: iso(since),
  growsIn: grows.versions,
})

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

/** What a list shows of a finding. */
export const findingSummary = (finding: Finding) => ({
  id: findingName(finding),
  service: finding.service,
  state: finding.state,
  tier: finding.verdict.tier,
  headline: finding.verdict.explain.split('. ', 1)[0],
  cause:
    finding.verdict.cause === undefined
      ? null
      : {
          id: finding.verdict.cause.id,
          title: finding.verdict.cause.title,
          fix: finding.verdict.cause.fix,
        },
  perHour: finding.verdict.perHour,
  since: iso(finding.verdict.since),
  version: finding.verdict.version ?? null,
  processes: finding.verdict.processes,
  place: placeOf(finding.verdict),
  goroutines: finding.verdict.members[0].count,
  growsNow: finding.verdict.growsNow,
  hoursToLimit: finding.verdict.limit?.hours ?? null,
  water: finding.verdict.water,
  firstFound: iso(finding.firstFound),
  assignee: finding.assignee ?? null,
})

/** The frame to look at: in the program's own code where there is one, else what the go statement started. */
const placeOf = ({ members: [first] }: Verdict): string =>
  first.ownCode ?? first.entry ?? first.stack[0] ?? first.signature

/** Everything that is known of a finding. */
export const findingJson = (finding: Finding) => ({
  ...findingSummary(finding),
  explain: finding.verdict.explain,
  verdict: verdictJson(finding.verdict),
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
