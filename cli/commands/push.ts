import { hostname } from 'node:os'
import { iso } from '#shared/time.ts'
import { counted } from '#shared/verdict/model/words.ts'
import { type Arguments, type Command, type Terminal, UsageError } from '../command.ts'
import { inputsOf, readOneOf } from '../inputs.ts'
import { type Pushable, pushablesOf } from '../push-dumps.ts'
import { SERVER_OPTIONS, serverOf } from '../server.ts'
import { sendProfile } from '../upload.ts'

export const push: Command = {
  name: 'push',
  summary:
    'Send profiles from files, logs with dumps in them, or stdin as -; large ones go by way of an upload.',
  usage: 'tidemark push --service NAME [--instance NAME] [options] FILE…',
  options: {
    service: { type: 'string', help: 'the program that the profile is of' },
    instance: {
      type: 'string',
      help: 'its host or pod (default: the pod that a log names, or the name of this host)',
    },
    start: { type: 'string', help: 'start of the process, RFC 3339: tells restarts apart' },
    version: { type: 'string', help: 'its release: tells since which one a stack leaks' },
    at: {
      type: 'string',
      help: 'when the dump was taken (default: as a debug=0 profile or the log around it says, or now)',
    },
    json: { type: 'boolean', help: 'print the whole answers' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'curl -s http://127.0.0.1:6060/debug/pprof/goroutine | tidemark push --service checkout -',
    'tidemark push --service checkout --instance pod-7 --version v1.4.2 goroutine.pb.gz',
    'kubectl logs --prefix --timestamps -l app=checkout | tidemark push --service checkout -',
  ],
  async run({ values, positionals }, terminal) {
    if (values.service === undefined) throw new UsageError('--service is missing')
    if (positionals.length === 0) throw new UsageError('name at least one file, or - for stdin')
    const server = await serverOf(values, terminal)
    for (const operand of positionals) {
      const inputs = await inputsOf(operand, terminal.now())
      for (const input of inputs) {
        const pushables = await readOneOf(inputs, () => pushablesOf(input, terminal.now()), terminal.note)
        if (pushables === undefined) continue
        const { dumps, notes } = pushables
        for (const note of notes) terminal.note(note)
        const facts = dumps.map((dump) => factsOf(dump, dumps, values))
        for (const [i, dump] of dumps.entries())
          tell(
            dump,
            await sendProfile(server, facts[i] ?? {}, dump.bytes, terminal.progress),
            values,
            terminal,
          )
      }
    }
    return 0
  },
}

type Facts = Readonly<Record<string, string | undefined>>

/** What the options say counts for all dumps of a file, so it must not contradict that they are several. */
function factsOf(dump: Pushable, all: readonly Pushable[], values: Arguments['values']): Facts {
  const { service, start, version, instance, at } = values as Facts
  const instances = new Set(all.map((each) => each.instance))
  if (at !== undefined && all.length > 1)
    throw new UsageError(`--at is one time, and the file holds ${all.length} dumps: leave it out`)
  if (instance !== undefined && instances.size > 1)
    throw new UsageError(
      `--instance is one process, and the file holds dumps of ${instances.size}: leave it out`,
    )
  return {
    service,
    instance: instance ?? dump.instance ?? hostname(),
    start,
    version,
    at: at ?? (dump.at === undefined ? undefined : iso(dump.at)),
  }
}

function tell(
  { name }: Pushable,
  answer: Record<string, unknown>,
  { json }: Arguments['values'],
  { out }: Terminal,
): void {
  const { decision, goroutines, signatures, newSignatures, problems } = answer
  const unread =
    Array.isArray(problems) && problems.length > 0 ? `, ${problems.length} lines not readable` : ''
  out(
    json === true
      ? JSON.stringify(answer)
      : `${name}: ${decision}, ${counted(Number(goroutines), 'goroutine')} in ${counted(Number(signatures), 'stack')}, ${newSignatures} of them new${unread}`,
  )
}
