import { changedAt, type Finding, isOpen } from '#shared/finding/finding.ts'
import { HOUR, iso, MINUTE } from '#shared/time.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { headline } from '#shared/verdict/judge/explain.ts'
import { adviceOf } from './advice.ts'
import type { Message } from './message.ts'
import { plain } from './plain.ts'
import { isLeak } from './transition.ts'

/**
 * An alert as `POST /api/v2/alerts` of Alertmanager takes it
 * (https://prometheus.io/docs/alerting/latest/alerts_api). Its labels are its identity; times are RFC 3339.
 */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly startsAt: string
  readonly endsAt: string
  readonly generatorURL: string
}

/**
 * An alert that is not sent again ends after this. A service that stands still is judged once an hour: it is three of its
 * runs. Alertmanager's own five minutes (`resolve_timeout`) are shorter than the time between two of them.
 */
export const ALERT_LASTS = 3 * HOUR

/** Characters of a value: Alertmanager has no limit, and every notification repeats them. */
const MOST_VALUE = 1_000

/**
 * The alert of a finding: active while it is an open leak, ended for an hour after that, none otherwise.
 *
 * Labels hold only what stays: a label that changes would make another alert. So tier and rate are annotations.
 *
 * @param link address of its page
 * @param now milliseconds since the epoch
 */
export function alertOf(
  finding: Finding,
  link: string,
  owners: readonly string[],
  now: number,
): Alert | undefined {
  const { id, service, verdict } = finding
  const ended = isOpen(finding) ? undefined : changedAt(finding)
  if (ended === undefined ? !isLeak(verdict) : ended <= now - ALERT_LASTS) return undefined
  const [owner] = owners
  return {
    labels: {
      alertname: 'GoroutineLeak',
      severity: 'warning',
      service,
      finding: id,
      ...(owner === undefined ? {} : { owner: value(owner) }),
    },
    annotations: {
      summary: value(headline(service, verdict, now)),
      description: value(adviceOf(asOf(verdict, now))),
      tier: verdict.tier,
      ...(verdict.cause === undefined ? {} : { cause: value(verdict.cause.title) }),
      ...(owners.length === 0 ? {} : { owners: value(owners.join(' ')) }),
    },
    startsAt: iso(openSince(finding)),
    endsAt: iso(ended ?? now + ALERT_LASTS),
    generatorURL: link,
  }
}

/** When it last became open. */
function openSince({ history, firstFound }: Finding): number {
  const opened = history.findLast(
    ({ from, to }) => isOpen({ state: to }) && (from === undefined || !isOpen({ state: from })),
  )
  return opened?.at ?? firstFound
}

/** What the test button sends: an alert that ends after five minutes. @param at milliseconds since the epoch */
export const testAlert = ({ id, title, link }: Message, at: number): Alert => ({
  labels: { alertname: 'TidemarkTest', severity: 'none', test: id },
  annotations: { summary: value(title) },
  startsAt: iso(at),
  endsAt: iso(at + 5 * MINUTE),
  generatorURL: link.url,
})

const value = (text: string): string => plain(text).slice(0, MOST_VALUE)
