import { iso } from '#shared/time.ts'
import type { Tier } from '#shared/verdict/model/verdict.ts'
import type { Message } from './message.ts'
import type { Notice } from './notice.ts'
import { plain } from './plain.ts'

/** An event of PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/send-alert-event). */
export type PagerDutyEvent = Readonly<Record<string, unknown>> & {
  readonly routing_key: string
  readonly event_action: 'trigger' | 'resolve'
  readonly dedup_key: string
}

/** Characters that the API takes of a summary; of a key it takes 255, which the longest name of a finding stays below. */
const MOST_SUMMARY = 1_024

const SEVERITY: Readonly<Record<Tier, 'error' | 'warning' | 'info'>> = {
  proven: 'error',
  probable: 'warning',
  suspect: 'info',
  watch: 'info',
}

/** A step of a finding: it opens, changes or resolves the alert of the finding. @param key integration key */
export function pagerDutyEvent(notice: Notice, key: string): PagerDutyEvent {
  const { kind, finding, service, tier, headline, at, link, owners, cause } = notice
  const of = { routing_key: key, dedup_key: finding } as const
  if (kind === 'resolved') return { ...of, event_action: 'resolve' }
  const { reason, advice, goroutines, perHour, since, version } = notice
  return {
    ...of,
    event_action: 'trigger',
    client: 'Tidemark',
    client_url: link,
    links: [{ href: link, text: 'Open in Tidemark' }],
    payload: {
      summary: summaryOf(headline),
      source: service,
      component: service,
      class: 'goroutine leak',
      severity: SEVERITY[tier],
      timestamp: iso(at),
      custom_details: {
        tier,
        reason,
        advice,
        cause: cause?.title ?? null,
        owners,
        goroutines,
        growth_per_hour: perHour,
        since,
        version,
      },
    },
  }
}

/** What the test button sends: an alert that is resolved at once. */
export function pagerDutyTest({ id, title, link }: Message, key: string): PagerDutyEvent[] {
  const of = { routing_key: key, dedup_key: `tidemark-test-${id}` } as const
  const payload = { summary: summaryOf(title), source: 'tidemark', severity: 'info' }
  return [
    { ...of, event_action: 'trigger', client: 'Tidemark', client_url: link.url, payload },
    { ...of, event_action: 'resolve' },
  ]
}

const summaryOf = (text: string): string => plain(text).slice(0, MOST_SUMMARY)
