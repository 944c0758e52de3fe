import { iso } from '#shared/time.ts'
import { type Notice, noticeId } from './notice.ts'
import { plain } from './plain.ts'
import type { NoticeKind } from './transition.ts'

/** What is sent in one go, in every form that somebody may want it in. */
export interface Message {
  /** By which a receiver knows it again. */
  readonly id: string
  /** A line. */
  readonly subject: string
  /** For people, of several lines. */
  readonly text: string
  /** For programs. */
  readonly json: Readonly<Record<string, unknown>> & { readonly type: string }
  /** For an incoming webhook of Slack. */
  readonly slack: SlackMessage
}

/** `https://api.slack.com/reference/block-kit/blocks`: at most 50 blocks, 3,000 characters a text of a section. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: readonly Readonly<Record<string, unknown>>[]
}

/** More steps of one service than this come as one message. */
const MOST_SINGLE = 5
/** Steps that a digest spells out. */
const MOST_SPELT = 20

const OPEN = 'Open in Tidemark'

/** What is to be sent for steps of one service: a message each, or one digest where they are many. */
export function messagesOf(notices: readonly Notice[]): { message: Message; notices: readonly Notice[] }[] {
  if (notices.length > MOST_SINGLE) return [{ message: digestOf(notices), notices }]
  return notices.map((notice) => ({ message: singleOf(notice), notices: [notice] }))
}

const TITLE: Readonly<Record<NoticeKind, string>> = {
  new: 'New leak',
  escalating: 'Leak got worse',
  regressed: 'Leak is back',
  resolved: 'Leak resolved',
}

function singleOf(notice: Notice): Message {
  const { kind, service, link } = notice
  const text = spelt(notice)
  return {
    id: notice.id,
    subject: plain(`${TITLE[kind]}: ${service}`),
    text: `${text}\n${link}`,
    json: { type: `finding.${kind}`, ...noticeJson(notice) },
    slack: {
      text: slackText(`${TITLE[kind]}: ${notice.headline}`),
      blocks: [paragraph(text), linkBlock(link, OPEN)],
    },
  }
}

function digestOf(notices: readonly Notice[]): Message {
  const [{ service, link } = { service: '', link: '' }] = notices
  const subject = plain(`${notices.length} changes: ${service}`)
  const shown = notices.slice(0, MOST_SPELT)
  const rest = notices.length - shown.length
  const told = [...shown.map(spelt), ...(rest === 0 ? [] : [`… and ${rest} more`])]
  return {
    id: noticeId(notices.map(({ id }) => id)),
    subject,
    text: [subject, ...told, link].join('\n\n'),
    json: { type: 'digest', service, changes: notices.map(noticeJson) },
    slack: {
      text: slackText(subject),
      blocks: [paragraph(subject), ...told.map(paragraph), linkBlock(link, OPEN)],
    },
  }
}

const spelt = ({ kind, headline, reason, advice, tier, owners }: Notice): string =>
  [
    `${TITLE[kind]} (${tier}): ${plain(headline)}`,
    plain(reason),
    ...(owners.length === 0 ? [] : [`Owner: ${plain(owners.join(' '))}`]),
    ...(kind === 'resolved' ? [] : [plain(advice)]),
  ].join('\n')

const noticeJson = ({ at, ...notice }: Notice) => ({ ...notice, at: iso(at) })

/** Characters of a section. */
const MOST_TEXT = 3_000

/** A paragraph in which nothing is markup: names of functions are full of `*` and `_`. */
export const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'plain_text', text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text },
})

export const linkBlock = (link: string, title: string) => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `<${link}|${title}>` },
})

/** The three characters that mean something to Slack (Formatting text for app surfaces, escaping). */
export const slackText = (text: string): string =>
  plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What the test button sends. */
export const testMessage = (id: string, at: number, link: string): Message => {
  const text = 'This is a test of Tidemark. Notices of leaks will come here.'
  return {
    id,
    subject: 'Test of Tidemark',
    text: `${text}\n${link}`,
    json: { type: 'test', id, at: iso(at), link },
    slack: { text, blocks: [paragraph(text), linkBlock(link, OPEN)] },
  }
}
