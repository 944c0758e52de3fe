import { Rejection } from '#shared/api/reason.ts'
import type { WebhookKind } from '#shared/store/webhook-store.ts'
import { admitTarget, type Reach } from './address.ts'
import { projectOf, type TrackerKind } from './tracker/project.ts'

/** What a kind of receiver needs and knows. */
interface KindFacts {
  readonly token: 'required' | 'optional' | 'none'
  /** Whether a user goes with the token. */
  readonly user: 'required' | 'optional' | 'none'
  /** Whether the receiver checks a signature. Slack does not, but was given one from the start. */
  readonly isSigned: boolean
  /** Whether it can show a report. */
  readonly reports: boolean
  /** Whether issues of several types can be filed. */
  readonly hasTypes?: boolean
  /** Set where issues are filed: the address is then of a project. */
  readonly tracker?: TrackerKind
  /** Its address where nobody says another. */
  readonly url?: string
}

const CHAT: KindFacts = { token: 'none', user: 'none', isSigned: true, reports: true }

const TRACKER: KindFacts = { token: 'required', user: 'none', isSigned: false, reports: false }

const KINDS: Readonly<Record<WebhookKind, KindFacts>> = {
  json: CHAT,
  slack: CHAT,
  teams: { ...CHAT, isSigned: false },
  alertmanager: { token: 'optional', user: 'optional', isSigned: false, reports: false },
  pagerduty: {
    token: 'required',
    user: 'none',
    isSigned: false,
    reports: false,
    url: 'https://events.pagerduty.com/v2/enqueue',
  },
  github: { ...TRACKER, tracker: 'github' },
  gitlab: { ...TRACKER, tracker: 'gitlab' },
  jira: { ...TRACKER, tracker: 'jira', user: 'required', hasTypes: true },
}

/** What somebody wants, as far as it depends on the kind. */
export interface Wanted {
  readonly kind: WebhookKind
  readonly url?: string
  readonly token?: string
  readonly user?: string
  readonly issueType?: string
  readonly reports?: boolean
}

/** The same, with what was left out. */
export interface Admitted {
  readonly url: URL
  readonly token: string | undefined
  readonly user: string | undefined
  readonly reports: boolean
  /** Whether it gets a secret to check signatures with. */
  readonly isSigned: boolean
}

/** @throws Rejection `bad-parameter` where the kind takes something else; `private-address` */
export function admitWebhook(wanted: Wanted, reach: Reach): Admitted {
  const { kind, token, user, reports, url } = wanted
  const facts = KINDS[kind]
  const address = url ?? facts.url
  if (address === undefined)
    throw new Rejection('bad-parameter', 'The member url is missing: say where the receiver is.')
  if (facts.token === 'required' && token === undefined)
    throw new Rejection('bad-parameter', `The member token is missing; a webhook of kind ${kind} needs it.`)
  if (facts.token === 'none' && token !== undefined) throw notOf(kind, 'token')
  if (facts.user === 'none' && user !== undefined) throw notOf(kind, 'user')
  if (facts.user === 'required' && user === undefined)
    throw new Rejection('bad-parameter', `The member user is missing; a webhook of kind ${kind} needs it.`)
  if (facts.hasTypes !== true && wanted.issueType !== undefined) throw notOf(kind, 'issueType')
  if (user !== undefined && token === undefined)
    throw new Rejection('bad-parameter', 'The member token is missing; the member user goes with one.')
  if (!facts.reports && reports === true) throw notOf(kind, 'reports')
  const target = admitTarget(address, reach)
  if (facts.tracker !== undefined) projectOf(facts.tracker, target)
  return {
    url: target,
    token,
    user,
    reports: reports ?? facts.reports,
    isSigned: facts.isSigned,
  }
}

const notOf = (kind: WebhookKind, member: string): Rejection =>
  new Rejection(
    'bad-parameter',
    `A webhook of kind ${kind} takes no ${member}; leave it out, or choose another kind.`,
    { actual: kind },
  )
