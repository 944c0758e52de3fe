import { resolve } from 'node:path'
import { OLD_FOLDER, takeOver } from '#infra/local/take-over.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { type Command, UsageError } from '../command.ts'
import { DEFAULT_DATA } from '../server.ts'

export const takeOverCommand: Command = {
  name: 'take-over',
  summary:
    'Take over a data folder from before 2026-11-29: profiles, socket tables, reports and the first token.',
  usage: 'tidemark take-over [--data DIR] --without-decisions',
  options: {
    data: { type: 'string', help: `data folder (default: ${DEFAULT_DATA})` },
    'without-decisions': {
      type: 'boolean',
      help: 'say that you know what is not taken over: other tokens, webhooks, settings, decisions about findings',
    },
  },
  examples: ['tidemark take-over --data /var/lib/tidemark --without-decisions'],
  async run({ values, positionals }, { out, now }) {
    if (positionals.length > 0)
      throw new UsageError(`take-over takes no operand, got ${positionals.join(' ')}`)
    if (values['without-decisions'] !== true)
      throw new UsageError(
        'other tokens, webhooks, settings and decisions about findings are not taken over: note them with the version that wrote the folder, then add --without-decisions',
      )
    const directory = resolve(String(values.data ?? DEFAULT_DATA))
    const { objects, damaged } = await takeOver(directory, now())
    for (const path of damaged) out(`damaged, not taken over: ${path}`)
    out(`${counted(objects, 'object')} taken over; the old files are in ${OLD_FOLDER} of the folder`)
    out('tidemark serve indexes them at its next start; verdicts follow')
    return damaged.length > 0 ? 1 : 0
  },
}
