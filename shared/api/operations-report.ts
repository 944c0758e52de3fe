import { Owners } from './answers/owners.ts'
import { Report, ReportPage } from './answers/report.ts'
import { DeliveryPage, MadeWebhook, TestedWebhook, WebhookPage } from './answers/webhook.ts'
import { type Content, json, type Operation } from './operation.ts'
import { OwnersPatch } from './owners-schema.ts'
import { NewReportQuery, ReportQuery } from './report-schema.ts'
import { PageQuery } from './schema.ts'
import { NewWebhook } from './webhook-schema.ts'

const HTML = { 'text/html': undefined }
const MARKDOWN = { 'text/markdown': undefined }

const reportAs = (id: string, ending: string, summary: string, content: Content): Operation => ({
  id,
  method: 'get',
  path: `/v1/reports/{date}${ending}`,
  scope: 'read',
  summary,
  query: ReportQuery,
  headers: ['if-none-match'],
  answers: { 200: content, 304: undefined },
})

/** What is told, and to whom. */
export const TELLING: readonly Operation[] = [
  {
    id: 'getOwners',
    method: 'get',
    path: '/v1/owners',
    scope: 'admin',
    summary: 'Who owns which findings, as rules',
    answers: { 200: json(Owners) },
  },
  {
    id: 'changeOwners',
    method: 'patch',
    path: '/v1/owners',
    scope: 'admin',
    summary: 'Replace the rules of owners',
    headers: ['If-Match'],
    body: json(OwnersPatch),
    answers: { 200: json(Owners) },
  },
  {
    id: 'listReports',
    method: 'get',
    path: '/v1/reports',
    scope: 'read',
    summary: 'List days with a report, the newest first',
    query: PageQuery,
    answers: { 200: json(ReportPage) },
  },
  reportAs('getReport', '', 'What a day brought: new, worse, resolved, and what to do first', json(Report)),
  reportAs('getReportJson', '.json', 'The same', json(Report)),
  reportAs('getReportPage', '.html', 'A report as one page, to read, print or send', HTML),
  reportAs('getReportText', '.md', 'A report in Markdown', MARKDOWN),
  {
    id: 'makeReport',
    method: 'post',
    path: '/v1/reports',
    scope: 'admin',
    summary: 'Make a report of the last 24 hours, or of a day, without storing or sending it',
    query: NewReportQuery,
    answers: { 200: { ...json(Report), ...HTML, ...MARKDOWN } },
  },
  {
    id: 'listWebhooks',
    method: 'get',
    path: '/v1/webhooks',
    scope: 'admin',
    summary: 'List webhooks, which receive notices and reports',
    query: PageQuery,
    answers: { 200: json(WebhookPage) },
  },
  {
    id: 'makeWebhook',
    method: 'post',
    path: '/v1/webhooks',
    scope: 'admin',
    summary: 'Create a webhook; the response shows its secret only this once',
    body: json(NewWebhook),
    answers: { 201: json(MadeWebhook) },
  },
  {
    id: 'testWebhook',
    method: 'post',
    path: '/v1/webhooks/{id}/test',
    scope: 'admin',
    summary: 'Send a test to a webhook and return the result',
    answers: { 200: json(TestedWebhook) },
  },
  {
    id: 'listDeliveries',
    method: 'get',
    path: '/v1/webhooks/{id}/deliveries',
    scope: 'admin',
    summary: 'List the deliveries of a webhook in the last 30 days, the newest first',
    query: PageQuery,
    answers: { 200: json(DeliveryPage) },
  },
  {
    id: 'removeWebhook',
    method: 'delete',
    path: '/v1/webhooks/{id}',
    scope: 'admin',
    summary: 'Delete a webhook',
    answers: { 204: undefined },
  },
]
