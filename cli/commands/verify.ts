import * as v from 'valibot'
import { FindingFix } from '#shared/api/answers/finding.ts'
import { type Command, UsageError } from '../command.ts'
import { ask, SERVER_OPTIONS, serverOf } from '../server.ts'

/** Exit codes: a script that waits goes on asking after 3. */
const CODES = { yes: 0, no: 1, 'not-yet': 3 } as const

export const verify: Command = {
  name: 'verify',
  summary: 'Say whether a version is free of a leak: yes, no, or not yet and when it will be sure.',
  usage: 'tidemark verify [--version VERSION] [--json] FINDING',
  options: {
    version: {
      type: 'string',
      help: 'version with the fix (default: that of the processes that began last)',
    },
    json: { type: 'boolean', help: 'print one JSON document' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark verify 3f9a0c1d2e4b5a67@checkout --version v3.0.0',
    'until tidemark verify 3f9a0c1d2e4b5a67@checkout; do [ $? -eq 3 ] || break; sleep 600; done',
  ],
  async run({ values, positionals }, terminal) {
    const [finding, ...more] = positionals
    if (finding === undefined || more.length > 0)
      throw new UsageError(
        'name one finding, such as 3f9a0c1d2e4b5a67@checkout; the page has it in its address',
      )
    const query =
      typeof values.version === 'string' ? `?${new URLSearchParams({ version: values.version })}` : ''
    const path = `/v1/findings/${encodeURIComponent(finding)}/fix${query}`
    const check = v.parse(FindingFix, await ask(await serverOf(values, terminal), 'GET', path))
    terminal.out(values.json === true ? JSON.stringify(check) : check.says)
    return CODES[check.answer]
  },
}
