import type { Message } from './message.ts'
import { plain } from './plain.ts'

/** `https://api.slack.com/reference/block-kit/blocks`: at most 50 blocks, 3,000 characters a text of a section. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: readonly Readonly<Record<string, unknown>>[]
}

/** Characters of a section. */
const MOST_TEXT = 3_000

/** A message for an incoming webhook of Slack. */
export const slackMessage = ({ title, paragraphs, link }: Message): SlackMessage => ({
  text: slackText(title),
  blocks: [...paragraphs.map(paragraph), linkBlock(link)],
})

/** A paragraph in which nothing is markup: names of functions are full of `*` and `_`. */
const paragraph = (text: string) => ({
  type: 'section',
  text: { type: 'plain_text', text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text },
})

const linkBlock = ({ url, title }: Message['link']) => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `<${url}|${title}>` },
})

/** The three characters that mean something to Slack (Formatting text for app surfaces, escaping). */
const slackText = (text: string): string =>
  plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
