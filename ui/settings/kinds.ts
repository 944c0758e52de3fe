import type { WebhookPage } from '#shared/api/answers/webhook.ts'
import type { AnswerOf } from '../api.ts'

type Kind = AnswerOf<typeof WebhookPage>['items'][number]['kind']

/** What the form asks for a kind of receiver. */
export interface KindFacts {
  readonly label: string
  /** An example of its address. */
  readonly address: string
  /** What the receiver calls the token; undefined: it has none. */
  readonly token?: { readonly label: string; readonly required: boolean }
  /** Label of the user that goes with it. */
  readonly user?: string
  /** Label of the type of issue that is filed. */
  readonly issueType?: string
  /** Whether it can show the daily report. */
  readonly reports: boolean
}

export const KINDS: Readonly<Record<Kind, KindFacts>> = {
  json: { label: 'JSON, signed', address: 'https://…', reports: true },
  slack: { label: 'Slack', address: 'https://hooks.slack.com/services/…', reports: true },
  teams: {
    label: 'Microsoft Teams',
    address: 'https://….logic.azure.com/workflows/…',
    reports: true,
  },
  alertmanager: {
    label: 'Alertmanager',
    address: 'https://alertmanager.example',
    token: { label: 'Token or password (if it asks for one)', required: false },
    user: 'User (for a password)',
    reports: false,
  },
  pagerduty: {
    label: 'PagerDuty',
    address: 'https://events.pagerduty.com/v2/enqueue',
    token: { label: 'Integration key', required: true },
    reports: false,
  },
  github: {
    label: 'Issues of GitHub',
    address: 'https://github.com/acme/shop',
    token: { label: 'Access token', required: true },
    reports: false,
  },
  gitlab: {
    label: 'Issues of GitLab',
    address: 'https://gitlab.com/acme/shop',
    token: { label: 'Access token', required: true },
    reports: false,
  },
  jira: {
    label: 'Issues of Jira',
    address: 'https://acme.atlassian.net/browse/SHOP',
    token: { label: 'API token', required: true },
    user: 'Mail address of its account',
    issueType: 'Type of issue (Bug, if left empty)',
    reports: false,
  },
}

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text)
