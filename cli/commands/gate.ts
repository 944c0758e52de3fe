import { appendFile, writeFile } from 'node:fs/promises'
import { gateOf } from '#shared/gate/gate.ts'
import { gateMarkdown } from '#shared/gate/gate-markdown.ts'
import { gateSarif } from '#shared/gate/gate-sarif.ts'
import { twoPrograms } from '#shared/gate/same-program.ts'
import { patched, settingsOf } from '#shared/settings/settings.ts'
import tidemark from '../../package.json' with { type: 'json' }
import { type Arguments, type Command, Failure, type Terminal, UsageError } from '../command.ts'
import { newestDump } from '../file-dumps.ts'
import { gateText } from '../gate-text.ts'
import { intendedOf } from '../intended-stacks.ts'
import { askProduction, type Production } from '../production.ts'
import { SERVER_OPTIONS, serverOf } from '../server.ts'
import { readSettings } from '../settings-file.ts'

export const gate: Command = {
  name: 'gate',
  summary:
    'For CI: say which goroutines a test or load run leaves behind, and whether production leaks them too.',
  usage:
    'tidemark gate [--before FILE] [--service NAME] [--settings FILE] [--summary FILE] [--sarif FILE] [--json] AFTER',
  options: {
    before: {
      type: 'string',
      help: 'dump from before the run; without it all that AFTER holds was left by it',
    },
    service: {
      type: 'string',
      help: 'ask the server: the stacks that this service means to keep, and what leaks in production',
    },
    settings: {
      type: 'string',
      help: 'JSON as PATCH /v1/services/{s} takes it; intended and ownCode count here',
    },
    tolerance: { type: 'string', help: 'goroutines that a stack may gain (default: 0)' },
    summary: { type: 'string', help: 'append Markdown to this file, such as "$GITHUB_STEP_SUMMARY"' },
    sarif: { type: 'string', help: 'write SARIF 2.1.0 for code scanning to this file' },
    json: { type: 'boolean', help: 'print one JSON document' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark gate --before before.txt after.txt',
    'tidemark gate goroutineleak.pb.gz',
    'go test ./... 2>&1 | tidemark gate -',
    'tidemark gate --before before.txt --service checkout --summary "$GITHUB_STEP_SUMMARY" --sarif leaks.sarif after.txt',
  ],
  async run({ values, positionals }, terminal) {
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0)
      throw new UsageError('name one dump of after the run, or - for stdin')
    const tolerance = Number(values.tolerance ?? 0)
    if (!Number.isInteger(tolerance) || tolerance < 0)
      throw new UsageError(`--tolerance must be a whole number of 0 or more, got ${values.tolerance}`)
    const production = await productionOf(values, terminal)
    const { ownCode, intended } = await settingsFor(values, production)
    const after = await newestDump(file, { ownCode }, 'counts', terminal)
    const before =
      typeof values.before === 'string'
        ? await newestDump(values.before, { ownCode }, 'counts', terminal)
        : undefined
    const other = before && twoPrograms(before, after)
    if (other !== undefined)
      throw new Failure(
        `${values.before} and ${file} are dumps of two programs: ${other}. Take both from one process.`,
      )
    const result = gateOf({
      before,
      after,
      intended: intendedOf(intended),
      production: production?.leaks,
      service: typeof values.service === 'string' ? values.service : undefined,
      tolerance,
    })
    if (typeof values.summary === 'string') await appendFile(values.summary, gateMarkdown(result))
    if (typeof values.sarif === 'string')
      await writeFile(
        values.sarif,
        `${JSON.stringify(gateSarif(result, `${process.cwd()}/`, tidemark.version), null, 2)}\n`,
      )
    terminal.out(values.json === true ? JSON.stringify(result) : gateText(result, terminal.colour))
    return result.leaks.length === 0 ? 0 : 1
  },
}

async function productionOf(
  values: Arguments['values'],
  terminal: Terminal,
): Promise<Production | undefined> {
  return typeof values.service === 'string'
    ? askProduction(await serverOf(values, terminal), values.service)
    : undefined
}

/** What a file says counts beside what the server says. */
async function settingsFor({ settings: file }: Arguments['values'], production: Production | undefined) {
  const read = typeof file === 'string' ? settingsOf(patched({}, await readSettings(file))) : undefined
  return {
    ownCode: [...(production?.ownCode ?? []), ...(read?.ownCode ?? [])],
    intended: [...(production?.intended ?? []), ...(read?.intended ?? [])],
  }
}
