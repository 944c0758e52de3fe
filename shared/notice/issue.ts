import type { Finding } from '#shared/finding/finding.ts'
import { asOf } from '#shared/verdict/judge/as-of.ts'
import { headline } from '#shared/verdict/judge/explain.ts'
import type { Verdict } from '#shared/verdict/model/verdict.ts'
import { counted, grouped, moment, percent, rateText } from '#shared/verdict/model/words.ts'
import { adviceOf } from './advice.ts'
import { codeBlock, factsTable, markdownText } from './markdown.ts'
import { plain } from './plain.ts'

/** A line of source: `file:line`, and its page where there is one. */
export interface IssueLine {
  readonly place: string
  readonly url: string | null
}

/** What is known of the stack beside the finding; null: nothing. */
export interface IssueSource {
  readonly telling: IssueLine | null
  readonly go: IssueLine | null
  readonly frames: readonly (IssueLine | null)[]
}

/** The text of an issue in a tracker: GitHub, GitLab, Gitea and people read the same Markdown. */
export interface IssueText {
  /** One line. */
  readonly title: string
  readonly markdown: string
}

/** Stacks of a leak that are printed whole; the others say where they stand. */
const MOST_STACKS = 3

/**
 * @param link address of the finding's page
 * @param now what it is told as of, milliseconds since the epoch
 */
export function issueOf(finding: Finding, source: IssueSource | null, link: string, now: number): IssueText {
  const verdict = asOf(finding.verdict, now)
  const [first] = verdict.members
  const subject = verdict.cause?.title ?? first.ownCode ?? first.entry ?? first.stack[0] ?? first.signature
  return {
    title: plain(`Goroutine leak in ${finding.service}: ${subject}`),
    markdown: [
      `**${markdownText(headline(finding.service, finding.verdict, now))}.**`,
      factsTable(factsOf(verdict, source)),
      ...causeOf(verdict),
      '### Stack',
      ...stacksOf(verdict, source),
      `[Open in Tidemark](${link}), as of ${moment(now)}.`,
    ]
      .join('\n\n')
      .concat('\n'),
  }
}

function factsOf(verdict: Verdict, source: IssueSource | null): (readonly [string, string])[] {
  const { perHour, processes, since, version, probability, tier, limit, seen } = verdict
  const line = (what: string, of: IssueLine | null | undefined) => (of ? [[what, linked(of)] as const] : [])
  return [
    ['Since', markdownText(`${moment(since)}${version === undefined ? '' : ` (${version})`}`)],
    ['Growth', seen === 'growing' ? `${rateText(perHour)} in each process that grows` : 'none now'],
    ['Processes', markdownText(`${processes.growing} of ${processes.of} grow${namesOf(processes.names)}`)],
    ...(limit === undefined
      ? []
      : [
          [
            'Limit',
            `${grouped(limit.limit)} ${limit.what}, in ${Math.round(limit.hours)} h at this rate`,
          ] as const,
        ]),
    ['Verdict', `${tier}, probability ${percent(probability)}`],
    ...line('Blocked at', source?.telling),
    ...line('Started at', source?.go),
  ]
}

const namesOf = (names: readonly string[]): string => (names.length === 0 ? '' : `: ${names.join(', ')}`)

const linked = ({ place, url }: IssueLine): string =>
  url === null ? markdownText(place) : `[${markdownText(place)}](${url})`

function causeOf(verdict: Verdict): string[] {
  const { cause, seen } = verdict
  if (cause === undefined || seen === 'gone' || seen === 'fixed')
    return ['### What to do', markdownText(adviceOf(verdict))]
  return [
    '### Cause',
    markdownText(`${cause.title}. ${cause.why}`),
    '### Fix',
    markdownText(cause.fix),
    ...(cause.snippet === undefined
      ? []
      : ['Before:', codeBlock(cause.snippet.before, 'go'), 'After:', codeBlock(cause.snippet.after, 'go')]),
    ...(cause.links.length === 0 ? [] : [cause.links.map((url) => `* <${url}>`).join('\n')]),
  ]
}

function stacksOf({ members }: Verdict, source: IssueSource | null): string[] {
  const rest = members.length - MOST_STACKS
  return [
    ...members.slice(0, MOST_STACKS).map(({ stack, creator }, i) => {
      const places = i === 0 ? (source?.frames ?? []) : []
      const lines = stack.map((frame, j) => {
        const place = places[j]?.place
        return place === undefined ? frame : `${frame}\n\t${place}`
      })
      return codeBlock([...lines, ...(creator === undefined ? [] : [`created by ${creator}`])].join('\n'))
    }),
    ...(rest > 0 ? [`… and ${counted(rest, 'stack')} more that rise with them.`] : []),
  ]
}
