import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { Reindexing } from '#shared/api/answers/reindex.ts'
import { DAY, dayStart } from '#shared/time.ts'
import { type Arguments, type Command, Failure, type Terminal, UsageError } from '../command.ts'
import { pause } from '../pace.ts'
import { ask, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'

/** Objects a call: the most that the API takes. */
const PAGE = 1_000
/**
 * Profiles and tables a second that are queued of one day: the rows of a service and day lie in one partition, which takes 1,000
 * writes a second (DynamoDB developer guide, quotas), those of new profiles in another.
 */
const RATE = 625
/** Days queued side by side: together 2,500 a second, of which prod indexes several times as many (docs/storage.md). */
const LANES = 4
const MOST_DAYS = 400

export const reindex: Command = {
  name: 'reindex',
  summary: 'Rebuild the index from the stored profiles and socket tables.',
  usage: 'tidemark reindex [--service NAME] [--days N | --day DATE] [--cursor CURSOR] [--rate N] [options]',
  options: {
    service: { type: 'string', help: 'only this service (default: all services of the tenant)' },
    days: {
      type: 'string',
      help: `only the last N days in UTC, today among them, the newest first, ${LANES} side by side (default: all, one after the other)`,
    },
    day: { type: 'string', help: 'only this day in UTC, such as 2026-09-07' },
    cursor: { type: 'string', help: 'continue where a previous call ended' },
    rate: {
      type: 'string',
      help: `profiles and socket tables queued per second, so that new ones need not wait behind them (default: ${RATE}; with --days ${LANES * RATE})`,
    },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark reindex',
    'tidemark reindex --days 14',
    'tidemark reindex --service checkout --url https://tidemark.example.com',
  ],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`reindex takes no operand, got ${positionals.join(' ')}`)
    const days = daysOf(values, terminal.now())
    const lanes = Math.min(LANES, days.length)
    const rate = Math.max(1, Math.floor(rateOf(values.rate, lanes * RATE) / lanes))
    const server = await serverOf(values, terminal)
    const service = values.service === undefined ? {} : { service: String(values.service) }
    const cursor = values.cursor === undefined ? undefined : String(values.cursor)
    let queued = 0
    const left: string[] = []
    const rest = days.values()
    let failure: Error | undefined
    const lane = async (): Promise<void> => {
      for (const day of rest) {
        if (failure !== undefined) {
          left.push(day === undefined ? '' : `--day ${day}`)
          continue
        }
        const place = { cursor }
        const query = { ...service, ...(day === undefined ? {} : { day }) }
        await queueAll(server, query, place, rate, terminal, (more) => {
          queued += more
          terminal.progress.show(queued, queued + PAGE, 'queued')
        }).catch((error: Error) => {
          failure ??= error
          const at = place.cursor === undefined ? [] : [`--cursor ${place.cursor}`]
          left.push([...(day === undefined ? [] : [`--day ${day}`]), ...at].join(' '))
        })
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    terminal.progress.clear()
    if (failure !== undefined) {
      if (queued === 0) throw failure
      const goOn = left.map((each) => `go on with ${each}`).join('\n')
      throw new Failure(`${failure.message}\n${queued} profiles and socket tables are queued; ${goOn}`)
    }
    terminal.out(`${queued} profiles and socket tables are queued; each is indexed within minutes`)
    return 0
  },
}

/** Page by page, no faster than the rate. @param place where to begin, and then where it stands */
async function queueAll(
  server: Server,
  query: Readonly<Record<string, string>>,
  place: { cursor: string | undefined },
  rate: number,
  terminal: Pick<Terminal, 'now'>,
  heard: (queued: number) => void,
): Promise<void> {
  const limit = String(Math.min(PAGE, rate))
  const began = terminal.now()
  let queued = 0
  do {
    const from = place.cursor === undefined ? {} : { cursor: place.cursor }
    const answer = await ask(
      server,
      'POST',
      `/v1/reindex?${new URLSearchParams({ ...query, ...from, limit })}`,
    )
    const { queued: more, next } = v.parse(Reindexing, answer)
    queued += more
    place.cursor = next
    heard(more)
    if (next !== undefined) await wait(pause(queued, rate, terminal.now() - began))
  } while (place.cursor !== undefined)
}

/** The newest first; one that is undefined: all of them. @throws UsageError */
function daysOf({ days, day, cursor }: Arguments['values'], now: number): (string | undefined)[] {
  if (days === undefined) return [day === undefined ? undefined : String(day)]
  if (day !== undefined || cursor !== undefined)
    throw new UsageError('--days goes without --day and --cursor')
  if (!/^[1-9]\d{0,2}$/.test(String(days)) || Number(days) > MOST_DAYS)
    throw new UsageError(`--days is ${days}; it must be a whole number from 1 to ${MOST_DAYS}`)
  const today = dayStart(now)
  return Array.from({ length: Number(days) }, (_, i) => new Date(today - i * DAY).toISOString().slice(0, 10))
}

/** @throws UsageError */
function rateOf(text: unknown, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[1-9]\d{0,5}$/.test(String(text)))
    throw new UsageError(`--rate is ${text}; it must be a whole number from 1 to 999999`)
  return Number(text)
}
