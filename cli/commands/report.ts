import * as v from 'valibot'
import { ReportPage } from '#shared/api/answers/report.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { ask, download, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'

const FORMATS = ['md', 'html', 'json']

export const report: Command = {
  name: 'report',
  summary: 'Print the report of a day: what is new, what got worse, what was resolved, what to do first.',
  usage: 'tidemark report [--date DAY | --now] [--format md|html|json] [--service NAME]',
  options: {
    date: {
      type: 'string',
      help: 'the day in UTC, such as 2026-09-07 (default: the latest day with a report)',
    },
    now: {
      type: 'boolean',
      help: 'make a report of the last 24 hours, or with --date of that day; needs an admin token',
    },
    format: { type: 'string', help: 'md, html or json (default: md)' },
    service: { type: 'string', help: 'only this service' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark report',
    'tidemark report --now --service checkout',
    'tidemark report --date 2026-09-07 --format html > report.html',
  ],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`report takes no operand, got ${positionals.join(' ')}`)
    const { date, service } = values as Record<string, string | undefined>
    const format = String(values.format ?? 'md')
    if (!FORMATS.includes(format))
      throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got ${format}`)
    const server = await serverOf(values, terminal)
    const text =
      values.now === true
        ? await download(server, `/v1/reports?${query({ date, service, format })}`, 'POST')
        : await download(server, `/v1/reports/${await dayOf(server, date)}.${format}?${query({ service })}`)
    terminal.out(Buffer.from(text).toString('utf8').trimEnd())
    return 0
  },
}

/** The latest day that has a report, where none is said. */
async function dayOf(server: Server, date: string | undefined): Promise<string> {
  if (date !== undefined) return encodeURIComponent(date)
  const { items } = v.parse(ReportPage, await ask(server, 'GET', '/v1/reports?limit=1'))
  const [latest] = items
  if (latest === undefined) throw new Failure('there is no report yet; --now makes one of the last 24 hours')
  return latest.date
}

const query = (parameters: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
