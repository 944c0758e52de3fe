import type { Message } from '#shared/notice/message.ts'
import { noticeId } from '#shared/notice/notice.ts'
import { plain } from '#shared/notice/plain.ts'
import { reportMarkdown } from './markdown.ts'
import type { Report } from './report.ts'
import { firstOf, summaryOf } from './wording.ts'

/** A report as a message: its summary and what to do first, and where all of it is. */
export function reportMessage(report: Report, link: string): Message {
  const subject = `Tidemark, ${report.date}: ${summaryOf(report)}`
  const tasks = firstOf(report).map(({ headline }) => headline)
  return {
    id: noticeId(['report', report.date]),
    subject,
    text: `${reportMarkdown(report)}\n${link}\n`,
    json: { type: 'report', date: report.date, summary: summaryOf(report), link, first: firstOf(report) },
    title: subject,
    paragraphs: [subject, ...tasks].map(plain),
    link: { url: link, title: 'Whole report' },
  }
}
