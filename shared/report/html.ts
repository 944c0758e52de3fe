import { html, raw } from 'hono/html'
import { plain } from '#shared/notice/plain.ts'
import { sparkline } from './chart.ts'
import type { Report, ReportFinding, ReportService } from './report.ts'
import { STYLE } from './style.ts'
import { calmOf, coverageOf, factsOf, firstOf, moment, sectionsOf, summaryOf, trendOf } from './wording.ts'

/** What a browser may do with a report: show it, in its own style. */
export const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A report as one page that needs nothing else: no script, no request, everything of others escaped. */
export function reportHtml(report: Report): string {
  const title = `Tidemark, ${report.date}: ${summaryOf(report)}`
  const first = firstOf(report)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${plain(title)}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
<h1>${plain(title)}</h1>
<p>${moment(report.from)} to ${moment(report.to)}, made ${moment(report.madeAt)}.</p>
</header>
<main>
${report.findings.length > 0 ? '' : html`<p class="calm">${calmOf(report)}</p>`}
${first.length === 0 ? '' : html`<section><h2>What to do first</h2><ol>${first.map(task)}</ol></section>`}
${sectionsOf(report).map(
  ({ title: heading, findings }) => html`<section><h2>${heading}</h2>${findings.map(article)}</section>`,
)}
<section><h2>Coverage</h2><ul>${coverageOf(report).map((sentence) => html`<li>${plain(sentence)}</li>`)}</ul></section>
${report.services.length === 0 ? '' : servicesTable(report)}
</main>
</body>
</html>
`
  return String(page)
}

const task = ({ headline, advice, link }: ReportFinding) =>
  html`<li><strong>${linked(headline, link)}</strong> ${plain(advice)}</li>`

const article = (finding: ReportFinding) => html`<article class="${finding.tier}">
<h3>${linked(finding.headline, finding.link)}</h3>
${line(finding)}
<p>${plain(factsOf(finding).join('; '))}</p>
${finding.change === 'resolved' ? '' : html`<p>${plain(finding.advice)}</p>`}
${
  finding.events.length === 0
    ? ''
    : html`<ul>${finding.events.map(({ at, kind, reason }) => html`<li>${moment(at)}: ${kind}, ${plain(reason)}</li>`)}</ul>`
}
</article>`

const linked = (text: string, link: string | null) =>
  link === null ? plain(text) : html`<a href="${link}">${plain(text)}</a>`

const line = ({ hourly }: Pick<ReportService, 'hourly'>) => raw(sparkline(hourly) ?? '')

const servicesTable = ({ services }: Report) => html`<section><h2>Services</h2>
<table>
<thead><tr><th>service</th><th>goroutines, hour by hour</th><th>first → last</th><th>processes</th><th>hours</th><th>leaks</th><th>suspected</th></tr></thead>
<tbody>${services.map(
  (service) => html`<tr><th scope="row">${plain(service.name)}</th><td>${line(service)}</td>
<td>${trendOf(service) ?? 'nothing came in'}</td><td>${service.processes}</td>
<td>${service.covered.hours} of ${service.covered.of}</td><td>${service.leaks}</td><td>${service.unsure}</td></tr>`,
)}</tbody>
</table></section>`
