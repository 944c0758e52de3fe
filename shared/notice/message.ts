import { iso } from '#shared/time.ts'
import { type Notice, noticeId } from './notice.ts'
import { plain } from './plain.ts'
import type { NoticeKind } from './transition.ts'

/** What is sent in one go, from which the body for each kind of receiver is made. */
export interface Message {
  /** By which a receiver knows it again. */
  readonly id: string
  /** A line. */
  readonly subject: string
  /** A line that says all that a small window shows. */
  readonly title: string
  /** For people, of several lines. */
  readonly text: string
  /** The same for chats: nothing in it is markup. */
  readonly paragraphs: readonly string[]
  /** Where to read on. */
  readonly link: { readonly url: string; readonly title: string }
  /** For programs. */
  readonly json: Readonly<Record<string, unknown>> & { readonly type: string }
}

/** More steps of one service than this come as one message. */
const MOST_SINGLE = 5
/** Steps that a digest spells out. */
const MOST_SPELT = 20

const OPEN = 'Open in Tidemark'

/** A message and the steps that it tells of. */
export interface Telling {
  readonly message: Message
  readonly notices: readonly Notice[]
}

/** What is to be sent to people for steps of one service: a message each, or one digest where they are many. */
export function messagesOf(notices: readonly Notice[]): Telling[] {
  if (notices.length > MOST_SINGLE) return [{ message: digestOf(notices), notices }]
  return notices.map((notice) => ({ message: messageOf(notice), notices: [notice] }))
}

export const TITLE: Readonly<Record<NoticeKind, string>> = {
  new: 'New leak',
  escalating: 'Leak got worse',
  regressed: 'Leak is back',
  resolved: 'Leak resolved',
}

/** One step as a message. */
export function messageOf(notice: Notice): Message {
  const { kind, service, link } = notice
  const text = spelt(notice)
  return {
    id: notice.id,
    subject: plain(`${TITLE[kind]}: ${service}`),
    title: plain(`${TITLE[kind]}: ${notice.headline}`),
    text: `${text}\n${link}`,
    paragraphs: [text],
    link: { url: link, title: OPEN },
    json: { type: `finding.${kind}`, ...noticeJson(notice) },
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
    title: subject,
    text: [subject, ...told, link].join('\n\n'),
    paragraphs: [subject, ...told],
    link: { url: link, title: OPEN },
    json: { type: 'digest', service, changes: notices.map(noticeJson) },
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

/** What the test button sends. */
export const testMessage = (id: string, at: number, link: string): Message => {
  const text = 'This is a test of Tidemark. Notices of leaks will come here.'
  return {
    id,
    subject: 'Test of Tidemark',
    title: text,
    text: `${text}\n${link}`,
    paragraphs: [text],
    link: { url: link, title: OPEN },
    json: { type: 'test', id, at: iso(at), link },
  }
}
