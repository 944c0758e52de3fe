import { markdownText } from '#shared/notice/markdown.ts'
import type { Report, ReportFinding } from './report.ts'
import { calmOf, coverageOf, factsOf, firstOf, moment, sectionsOf, summaryOf, trendOf } from './wording.ts'

/** A report as Markdown (CommonMark with tables), readable too where nothing renders it. */
export function reportMarkdown(report: Report): string {
  const first = firstOf(report)
  return [
    `# Tidemark, ${report.date}: ${markdownText(summaryOf(report))}`,
    `${moment(report.from)} to ${moment(report.to)}, made ${moment(report.madeAt)}.`,
    ...(report.findings.length > 0 ? [] : [calmOf(report)]),
    ...(first.length === 0 ? [] : ['## What to do first', first.map(task).join('\n')]),
    ...sectionsOf(report).flatMap(({ title, findings }) => [`## ${title}`, findings.map(item).join('\n')]),
    '## Coverage',
    coverageOf(report)
      .map((sentence) => `- ${markdownText(sentence)}`)
      .join('\n'),
    ...(report.services.length === 0 ? [] : ['## Services', servicesTable(report)]),
  ]
    .join('\n\n')
    .concat('\n')
}

const task = ({ headline, advice, link }: ReportFinding, i: number): string =>
  `${i + 1}. **${markdownText(headline)}** ${markdownText(advice)}${linked(link)}`

function item(finding: ReportFinding): string {
  const events = finding.events.map(
    ({ at, kind, reason }) => `  - ${moment(at)}: ${kind}, ${markdownText(reason)}`,
  )
  return [
    `- ${markdownText(finding.headline)} (${markdownText(factsOf(finding).join('; '))})${linked(finding.link)}`,
    ...events,
  ].join('\n')
}

const linked = (link: string | null): string => (link === null ? '' : ` <${link}>`)

function servicesTable({ services }: Report): string {
  const rows = services.map((service) => [
    markdownText(service.name),
    trendOf(service) ?? 'nothing came in',
    String(service.processes),
    `${service.covered.hours} of ${service.covered.of}`,
    String(service.leaks),
    String(service.unsure),
  ])
  const head = ['service', 'goroutines', 'processes', 'hours', 'leaks', 'suspected']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
