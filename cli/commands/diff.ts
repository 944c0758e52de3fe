import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'
import { slotStartOf } from '#shared/store/keys.ts'
import { type Arguments, type Command, Failure, type Terminal, UsageError } from '../command.ts'
import { compare, comparisonText } from '../comparison.ts'
import { readOperand } from '../operand.ts'
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
    if (dumps[0].type !== dumps[1].type)
      throw new Failure(`${base} is a ${dumps[0].type} profile and ${target} a ${dumps[1].type} one`)
    const comparison = compare(...dumps)
    terminal.out(
      values.json === true ? JSON.stringify(comparison) : comparisonText(comparison, top, terminal.colour),
    )
    return 0
  },
}

async function read(
  operand: string,
  values: Arguments['values'],
  terminal: Terminal,
): Promise<GoroutineProfile> {
  const { service } = values
  const bytes =
    typeof service === 'string' && slotStartOf(operand) !== undefined
      ? await download(
          await serverOf(values, terminal),
          `/v1/services/${encodeURIComponent(service)}/profiles/${operand}.pb.gz`,
        )
      : await readOperand(operand)
  const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
  if (reading.answer === 'recognised') return reading.profile
  throw new Failure(`${operand} is refused (${reading.broken.reason}): ${reading.broken.detail}`)
}
