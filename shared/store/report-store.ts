import { createHash } from 'node:crypto'
import { objectKey } from './keys.ts'
import type { ProfileStore } from './profile-store.ts'

/** Forms of a report; the others are made from `json`. */
export const REPORT_FORMS = ['json', 'html', 'md'] as const
export type ReportForm = (typeof REPORT_FORMS)[number]

/** The report of each day, in the bucket. */
export interface ReportStore {
  /** Keeps the first one of a day and answers what is kept: a report that is made again changes nothing. */
  keep(tenant: string, date: string, json: string): Promise<string>
  /** The other forms, as often as one likes. */
  render(tenant: string, date: string, forms: Readonly<Record<'html' | 'md', string>>): Promise<void>
  get(tenant: string, date: string, form: ReportForm): Promise<string | undefined>
  /** Days that have a report, the newest first. */
  dates(tenant: string): Promise<readonly string[]>
}

/** @param objects the bucket */
export function reportStore(objects: ProfileStore): ReportStore {
  const put = (tenant: string, date: string, form: ReportForm, text: string) => {
    const body = Buffer.from(text, 'utf8')
    const sha256 = createHash('sha256').update(body).digest('hex')
    return objects.put({ key: objectKey.report(tenant, date, form), body, metadata: { sha256 } })
  }
  const get = async (tenant: string, date: string, form: ReportForm): Promise<string | undefined> => {
    const found = await objects.get(objectKey.report(tenant, date, form))
    return found === undefined ? undefined : Buffer.from(found.body).toString('utf8')
  }
  return {
    keep: async (tenant, date, json) => {
      const { outcome } = await put(tenant, date, 'json', json)
      return outcome === 'stored' ? json : ((await get(tenant, date, 'json')) ?? json)
    },
    render: async (tenant, date, forms) => {
      for (const form of ['html', 'md'] as const) await put(tenant, date, form, forms[form])
    },
    get,
    dates: async (tenant) => {
      const prefix = objectKey.report(tenant)
      const dates: string[] = []
      for await (const key of objects.list(prefix))
        if (key.endsWith('/report.json')) dates.push(key.slice(prefix.length).split('/', 1)[0] ?? '')
      return dates.reverse()
    },
  }
}
