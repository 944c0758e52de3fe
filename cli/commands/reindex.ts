import * as v from 'valibot'
import { Reindexing } from '#shared/api/answers/reindex.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { ask, SERVER_OPTIONS, serverOf } from '../server.ts'

/** Objects a call: the most that the API takes. */
const PAGE = 1_000

export const reindex: Command = {
  name: 'reindex',
  summary: 'Rebuild the index from the stored profiles and socket tables.',
  usage: 'tidemark reindex [--service NAME] [--cursor CURSOR] [options]',
  options: {
    service: { type: 'string', help: 'only this service (default: all services of the tenant)' },
    cursor: { type: 'string', help: 'continue where a previous call ended' },
    ...SERVER_OPTIONS,
  },
  examples: ['tidemark reindex', 'tidemark reindex --service checkout --url https://tidemark.example.com'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`reindex takes no operand, got ${positionals.join(' ')}`)
    const server = await serverOf(values, terminal)
    const service = values.service === undefined ? {} : { service: String(values.service) }
    let cursor = values.cursor === undefined ? undefined : String(values.cursor)
    let queued = 0
    do {
      const from = cursor === undefined ? {} : { cursor }
      const query = new URLSearchParams({ ...service, ...from, limit: String(PAGE) })
      const answer = await ask(server, 'POST', `/v1/reindex?${query}`).catch((error: Error) => {
        if (queued === 0) throw error
        throw new Failure(
          `${error.message}\n${queued} profiles and socket tables are queued; go on with --cursor ${cursor}`,
        )
      })
      const page = v.parse(Reindexing, answer)
      queued += page.queued
      cursor = page.next
      terminal.progress.show(queued, queued + (cursor === undefined ? 0 : PAGE), 'queued')
    } while (cursor !== undefined)
    terminal.progress.clear()
    terminal.out(`${queued} profiles and socket tables are queued; each is indexed within minutes`)
    return 0
  },
}
