import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { slackMessage } from '#shared/notice/slack.ts'
import { reportHtml } from '#shared/report/html.ts'
import { reportMarkdown } from '#shared/report/markdown.ts'
import { reportMessage } from '#shared/report/message.ts'
import { STYLE } from '#shared/report/style.ts'
import { REPORTS } from './reports.ts'

const golden = (name: string): string => fileURLToPath(new URL(`../fixtures/report/${name}`, import.meta.url))
/** The style sheet is the same in all of them and stands in `shared/report/style.ts`. */
const withoutStyle = (page: string): string => page.replace(`<style>${STYLE}</style>`, '<style></style>')
const hostile = REPORTS['a-hostile-name'] ?? REPORTS['no-service']

describe.each(Object.entries(REPORTS))('%s', (name, report) => {
  test('as Markdown', async () => {
    await expect(reportMarkdown(report)).toMatchFileSnapshot(golden(`${name}.md`))
  })

  test('as a page', async () => {
    await expect(withoutStyle(reportHtml(report))).toMatchFileSnapshot(golden(`${name}.html`))
  })

  test('is a page without scripts, requests and handlers', () => {
    const page = reportHtml(report)
    expect(page).not.toMatch(/<script|<img|<link|<iframe|url\(|@import|\son\w+=/i)
    expect(page).toContain('default-src &#39;none&#39;')
  })
})

describe('a hostile name', () => {
  test('is text in the page', () => {
    const page = hostile === undefined ? '' : reportHtml(hostile)
    expect(page).toContain('&lt;/h3&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;onload=x')
    expect(page).not.toContain('\u202e')
  })

  test('is text in Markdown', () => {
    const text = hostile === undefined ? '' : reportMarkdown(hostile)
    expect(text).toContain(
      '\\</h3\\>\\<script\\>alert(1)\\</script\\>"onload=x \\[a\\](javascript:b) \\| \\`c\\` \\*d\\*',
    )
  })
})

test('a report as a message has its tasks and where the whole is', () => {
  const [busy] = Object.values(REPORTS)
  const message = busy && reportMessage(busy, 'https://tidemark.test/v1/reports/2026-09-07.html')
  expect(message?.subject).toBe('Tidemark, 2026-09-07: 3 new, 1 worse, 1 as before, 1 resolved')
  expect(message && slackMessage(message).blocks).toHaveLength(6)
  expect(message?.json).toMatchObject({ type: 'report', first: { length: 4 } })
})
