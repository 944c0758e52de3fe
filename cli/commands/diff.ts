import { compareDumps } from '#shared/analysis/compare-dumps.ts'
import { bareDump, type ReadDump, readDump } from '#shared/analysis/read-dump.ts'
import { slotStartOf } from '#shared/store/keys.ts'
import { type Arguments, type Command, Failure, type Terminal, UsageError } from '../command.ts'
import { comparisonText } from '../comparison-text.ts'
import { newestDump } from '../file-dumps.ts'
import { download, SERVER_OPTIONS, serverOf } from '../server.ts'

export const diff: Command = {
  name: 'diff',
  summary: 'Compare two dumps, stack by stack: what grew between them.',
  usage: 'tidemark diff [--service NAME] [--top N] [--json] BASE TARGET',
  options: {
    service: { type: 'string', help: 'BASE and TARGET may be ids of profiles of this service' },
    top: { type: 'string', help: 'stacks to show (default: 20)' },
    json: { type: 'boolean', help: 'print one JSON document, also with what fell' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark diff goroutine.before.pb.gz goroutine.after.debug2.txt',
    'tidemark diff --service checkout 1lfr8ag9lvug1e2t6inneer 1lfvk6o9lvug1e2t6inneer',
  ],
  async run({ values, positionals }, terminal) {
    const [base, target, ...more] = positionals
    if (base === undefined || target === undefined || more.length > 0)
      throw new UsageError('name two dumps, the older one first')
    const top = Number(values.top ?? 20)
    if (!Number.isInteger(top) || top < 1)
      throw new UsageError(`--top must be a whole number above 0, got ${values.top}`)
    const dumps = [await read(base, values, terminal), await read(target, values, terminal)] as const
    const [{ type }, { type: other }] = [dumps[0].profile, dumps[1].profile]
    if (type !== other) throw new Failure(`${base} is a ${type} profile and ${target} a ${other} one`)
    const comparison = compareDumps(dumps)
    const isExplained = comparison.goroutines !== null || comparison.minutes !== null
    terminal.out(
      values.json === true
        ? JSON.stringify(comparison)
        : comparisonText(comparison, top, terminal.colour, isExplained),
    )
    return 0
  },
}

async function read(operand: string, values: Arguments['values'], terminal: Terminal): Promise<ReadDump> {
  const { service } = values
  if (typeof service !== 'string' || slotStartOf(operand) === undefined)
    return newestDump(operand, {}, 'is compared', terminal)
  const path = `/v1/services/${encodeURIComponent(service)}/profiles/${operand}.pb.gz`
  const read = await readDump(bareDump(await download(await serverOf(values, terminal), path)))
  if ('profile' in read) return read
  throw new Failure(`${operand} is refused (${read.reason}): ${read.detail}`)
}
