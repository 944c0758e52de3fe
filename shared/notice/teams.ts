import type { Message } from './message.ts'

/** What a flow "Post to a channel when a webhook request is received" takes: one Adaptive Card as an attachment. */
export interface TeamsMessage {
  readonly type: 'message'
  readonly attachments: readonly [
    {
      readonly contentType: 'application/vnd.microsoft.card.adaptive'
      readonly content: Readonly<Record<string, unknown>>
    },
  ]
}

/**
 * Characters of all paragraphs together. Teams refuses messages above 28 KB
 * (https://learn.microsoft.com/en-us/microsoftteams/limits-specifications-teams); a character takes up to three bytes.
 */
const MOST_TEXT = 8_000

/**
 * A message for a workflow of Microsoft Teams, as a card of version 1.4, the newest that channels show.
 *
 * Texts are runs of a `RichTextBlock`, in which nothing is markup; those of a `TextBlock` would be read as Markdown.
 */
export function teamsMessage({ title, paragraphs, link }: Message): TeamsMessage {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: cut(title, 1_000),
    msteams: { width: 'Full' },
    body: within(paragraphs, MOST_TEXT).map(block),
    actions: [{ type: 'Action.OpenUrl', title: link.title, url: link.url }],
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  }
}

/** The first line is bold: it says what happened. */
function block(text: string, place: number) {
  const [head = '', ...rest] = text.split('\n')
  const runs = [
    { type: 'TextRun', text: head, weight: place === 0 ? 'Bolder' : 'Default' },
    ...rest.map((line) => ({ type: 'TextRun', text: `\n${line}` })),
  ]
  return { type: 'RichTextBlock', inlines: runs, ...(place === 0 ? {} : { separator: true }) }
}

/** The paragraphs that fit, the last of them cut. */
function within(paragraphs: readonly string[], most: number): string[] {
  const kept: string[] = []
  let left = most
  for (const text of paragraphs) {
    if (left <= 0) break
    kept.push(cut(text, left))
    left -= text.length
  }
  return kept
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
