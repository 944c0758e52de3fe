import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { Reindexing } from '#shared/api/answers/reindex.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { pause } from '../pace.ts'
import { ask, SERVER_OPTIONS, serverOf } from '../server.ts'

/** Objects a call: the most that the API takes. */
const PAGE = 1_000
/** Profiles and tables a second that prod indexes beside new ones (docs/storage.md). */
const RATE = 500

export const reindex: Command = {
  name: 'reindex',
  summary: 'Rebuild the index from the stored profiles and socket tables.',
  usage: 'tidemark reindex [--service NAME] [--cursor CURSOR] [--rate N] [options]',
  options: {
    service: { type: 'string', help: 'only this service (default: all services of the tenant)' },
    cursor: { type: 'string', help: 'continue where a previous call ended' },
    rate: {
      type: 'string',
      help: `profiles and socket tables queued per second, so that new ones need not wait behind them (default: ${RATE})`,
    },
    ...SERVER_OPTIONS,
  },
  examples: ['tidemark reindex', 'tidemark reindex --service checkout --url https://tidemark.example.com'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`reindex takes no operand, got ${positionals.join(' ')}`)
    const server = await serverOf(values, terminal)
    const service = values.service === undefined ? {} : { service: String(values.service) }
    let cursor = values.cursor === undefined ? undefined : String(values.cursor)
    const rate = rateOf(values.rate)
    const page = String(Math.min(PAGE, rate))
    const began = terminal.now()
    let queued = 0
    do {
      const from = cursor === undefined ? {} : { cursor }
      const query = new URLSearchParams({ ...service, ...from, limit: page })
      const answer = await ask(server, 'POST', `/v1/reindex?${query}`).catch((error: Error) => {
        if (queued === 0) throw error
        throw new Failure(
          `${error.message}\n${queued} profiles and socket tables are queued; go on with --cursor ${cursor}`,
        )
      })
      const { queued: more, next } = v.parse(Reindexing, answer)
      queued += more
      cursor = next
      terminal.progress.show(queued, queued + (cursor === undefined ? 0 : PAGE), 'queued')
      if (cursor !== undefined) await wait(pause(queued, rate, terminal.now() - began))
    } while (cursor !== undefined)
    terminal.progress.clear()
    terminal.out(`${queued} profiles and socket tables are queued; each is indexed within minutes`)
    return 0
  },
}

/** @throws UsageError */
function rateOf(text: unknown = String(RATE)): number {
  if (!/^[1-9]\d{0,5}$/.test(String(text)))
    throw new UsageError(`--rate is ${text}; it must be a whole number from 1 to 999999`)
  return Number(text)
}
