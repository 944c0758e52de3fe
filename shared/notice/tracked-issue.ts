import type { Finding } from '#shared/finding/finding.ts'
import { type IssueSource, issueOf } from './issue.ts'
import { markdownText } from './markdown.ts'
import { TITLE } from './message.ts'
import { type Notice, noticeId } from './notice.ts'

/** An issue before it is filed. */
export interface IssueDraft {
  /** One line. */
  readonly title: string
  readonly markdown: string
  /** A word by which the issue of a finding is found again, the same for ever. */
  readonly marker: string
  readonly labels: readonly string[]
}

/** Characters of a title: GitHub takes 256, GitLab and Jira 255. */
const MOST_TITLE = 255
/** Characters of a body: Jira takes 32,767, GitHub 65,536. */
const MOST_BODY = 30_000
/** Characters of a label: GitHub takes 50, the others more. */
const MOST_LABEL = 50
/** Owners that become labels. */
const MOST_OWNERS = 5

/**
 * A finding as an issue: what the page copies, and who owns it.
 *
 * @param tenant with `link` it tells the findings of several Tidemarks apart that file into one project
 * @param link address of the finding's page
 * @param now milliseconds since the epoch
 */
export function issueDraft(
  finding: Finding,
  source: IssueSource | null,
  owners: readonly string[],
  tenant: string,
  link: string,
  now: number,
): IssueDraft {
  const { title, markdown } = issueOf(finding, source, link, now)
  const owned = owners.slice(0, MOST_OWNERS)
  return {
    title: title.slice(0, MOST_TITLE),
    markdown: cut(
      owned.length === 0 ? markdown : `Owner: ${owned.map(markdownText).join(' ')}\n\n${markdown}`,
      link,
    ),
    marker: `tidemark-${finding.id}-${noticeId([tenant, link])}`,
    labels: ['goroutine-leak', ...owned.map((owner) => owner.slice(0, MOST_LABEL))],
  }
}

/** What is too long ends with where to read on. A cut within a block of code closes it. */
function cut(markdown: string, link: string): string {
  if (markdown.length <= MOST_BODY) return markdown
  const kept = markdown.slice(0, MOST_BODY)
  const fences = [...kept.matchAll(/^(`{3,})/gm)].map(([fence]) => fence)
  const end = fences.length % 2 === 1 ? `\n${fences.at(-1)}` : ''
  return `${kept}${end}\n\n… [The rest is in Tidemark](${link}).\n`
}

/** A step of a finding as a comment on its issue. */
export const issueComment = ({ kind, headline, reason, advice, tier, link }: Notice): string =>
  [
    `**${TITLE[kind]} (${tier}).** ${markdownText(headline)}.`,
    // Nothing of others begins a line: GitLab takes a slash there for a command.
    `Reason: ${markdownText(reason)}.`,
    ...(kind === 'resolved' ? [] : [markdownText(advice)]),
    `[Open in Tidemark](${link})`,
  ].join('\n\n')
