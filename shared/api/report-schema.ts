import * as v from 'valibot'

const service = v.optional(v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters')))

/** `GET /v1/reports/{date}` */
export const ReportQuery = v.object({ service })

/** `POST /v1/reports`; without a date it is of the last 24 hours. */
export const NewReportQuery = v.object({
  service,
  date: v.optional(v.pipe(v.string(), v.isoDate('must be a date, such as 2026-09-07'))),
  format: v.optional(v.picklist(['json', 'html', 'md'], 'must be json, html or md'), 'json'),
})
