import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, Failure, UsageError } from '../command.ts'
import { judgementJson, judgementText } from '../judgement.ts'
import { readSettings } from '../settings-file.ts'

export const judge: Command = {
  name: 'judge',
  summary: 'Judge a recorded case, without a server.',
  usage: 'tidemark judge CASE [--settings FILE] [--json]',
  options: {
    settings: {
      type: 'string',
      help: 'settings as JSON, as for PATCH /v1/services/{s}: intended, limits, ownCode …',
    },
    json: { type: 'boolean', help: 'print one JSON document' },
  },
  examples: [
    'tidemark judge test/fixtures/series/shopfront-week',
    'tidemark judge CASE --json | jq .findings',
    `echo '{"intended": [{"any": "main.pump", "atMost": 8}]}' | tidemark judge CASE --settings -`,
  ],
  async run({ values, positionals }, { out, progress, colour }) {
    const [directory, ...more] = positionals
    if (directory === undefined || more.length > 0) throw new UsageError('name one folder with a series.json')
    if (!(await isFile(join(directory, 'series.json'))))
      throw new Failure(`${directory} holds no series.json: not a recorded case`)
    // Loads the SDK by way of the stores: half a second that a wrong call need not wait.
    const { judgeCase } = await import('../case/judge-case.ts')
    const settings = typeof values.settings === 'string' ? await readSettings(values.settings) : {}
    const judgement = await judgeCase(directory, (done, of) => progress.show(done, of, 'files'), settings)
    progress.clear()
    out(values.json === true ? JSON.stringify(judgementJson(judgement)) : judgementText(judgement, colour))
    return 0
  },
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
