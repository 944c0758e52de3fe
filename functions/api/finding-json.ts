import type { Finding } from '#shared/verdict/finding.ts'
import type { Verdict } from '#shared/verdict/verdict.ts'
import { iso } from './time.ts'

/** A finding is named `<signature>@<service>` outside: one id, readable, enough to find its row. */
export const findingName = ({ id, service }: Pick<Finding, 'id' | 'service'>): string => `${id}@${service}`

/** The row behind a finding's name; undefined where the name is none. */
export function parseFindingName(name: string): { id: string; service: string } | undefined {
  const match = /^([0-9a-f]{16})@(.{1,200})$/.exec(name)
  return match === null ? undefined : { id: match[1] as string, service: match[2] as string }
}

/** A verdict with its times in words. */
export const verdictJson = ({ since, ...verdict }: Verdict) => ({ ...verdict, since: iso(since) })

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
      : { id: finding.verdict.cause.id, title: finding.verdict.cause.title },
  perHour: finding.verdict.perHour,
  since: iso(finding.verdict.since),
  version: finding.verdict.version ?? null,
  processes: finding.verdict.processes,
  firstFound: iso(finding.firstFound),
})

/** Everything that is known of a finding. */
export const findingJson = (finding: Finding) => ({
  ...findingSummary(finding),
  explain: finding.verdict.explain,
  verdict: verdictJson(finding.verdict),
  history: finding.history.map(({ at, ...transition }) => ({ ...transition, at: iso(at) })),
  revision: finding.version,
})
