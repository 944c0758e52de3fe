import { testAlert } from '#shared/notice/alertmanager.ts'
import type { Message, Telling } from '#shared/notice/message.ts'
import { pagerDutyEvent, pagerDutyTest } from '#shared/notice/pagerduty.ts'
import { slackMessage } from '#shared/notice/slack.ts'
import { teamsMessage } from '#shared/notice/teams.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'

/** What goes to a webhook in one go. */
export interface Parcel {
  /** Of the message: the same in every try. */
  readonly id: string
  /** What it is of, such as `finding.new`. */
  readonly type: string
  /** JSON values, a post each, in this order. */
  readonly bodies: readonly unknown[]
}

/** A message in the words of its receiver. */
export function parcelOf({ kind, token = '' }: Webhook, { message, notices }: Telling): Parcel {
  const { id, json } = message
  const of = { id, type: json.type }
  switch (kind) {
    case 'slack':
      return { ...of, bodies: [slackMessage(message)] }
    case 'teams':
      return { ...of, bodies: [teamsMessage(message)] }
    case 'pagerduty':
      return { ...of, bodies: notices.map((notice) => pagerDutyEvent(notice, token)) }
    default:
      return { ...of, bodies: [{ id, ...json }] }
  }
}

/** What the test button sends. @param at milliseconds since the epoch */
export function testParcel(webhook: Webhook, message: Message, at: number): Parcel {
  const { kind, token = '' } = webhook
  const of = { id: message.id, type: message.json.type }
  if (kind === 'pagerduty') return { ...of, bodies: pagerDutyTest(message, token) }
  if (kind === 'alertmanager') return { ...of, bodies: [[testAlert(message, at)]] }
  return parcelOf(webhook, { message, notices: [] })
}

/** Where Alertmanager takes alerts, from the address of its page. */
const ALERTS_PATH = '/api/v2/alerts'

/** The address that is posted to. */
export function targetUrl({ kind, url }: Pick<Webhook, 'kind' | 'url'>): string {
  if (kind !== 'alertmanager') return url
  const target = new URL(url)
  const path = target.pathname.replace(/\/+$/, '')
  target.pathname = path.endsWith(ALERTS_PATH) ? path : path + ALERTS_PATH
  return target.href
}

/** Headers that say who sends. The key of PagerDuty is part of the body. */
export function authorizationOf({ kind, user, token }: Webhook): Record<string, string> {
  if (token === undefined || kind === 'pagerduty') return {}
  return {
    authorization:
      user === undefined
        ? `Bearer ${token}`
        : `Basic ${Buffer.from(`${user}:${token}`, 'utf8').toString('base64')}`,
  }
}
