import { hostname } from 'node:os'
import { type Command, UsageError } from '../command.ts'
import { readOperand } from '../operand.ts'
import { SERVER_OPTIONS, serverOf } from '../server.ts'
import { sendProfile } from '../upload.ts'

export const push: Command = {
  name: 'push',
  summary: 'Send profiles from files, or one from stdin as -; large ones go by way of an upload.',
  usage: 'tidemark push --service NAME [--instance NAME] [options] FILE…',
  options: {
    service: { type: 'string', help: 'the program that the profile is of' },
    instance: { type: 'string', help: 'its host or pod (default: the name of this host)' },
    start: { type: 'string', help: 'start of the process, RFC 3339: tells restarts apart' },
    version: { type: 'string', help: 'its release: tells since which one a stack leaks' },
    at: { type: 'string', help: 'when the dump was taken (default: as a debug=0 profile says, or now)' },
    json: { type: 'boolean', help: 'print the whole answers' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'curl -s http://127.0.0.1:6060/debug/pprof/goroutine | tidemark push --service checkout -',
    'tidemark push --service checkout --instance pod-7 --version v1.4.2 goroutine.pb.gz',
  ],
  async run({ values, positionals }, terminal) {
    if (values.service === undefined) throw new UsageError('--service is missing')
    if (positionals.length === 0) throw new UsageError('name at least one file, or - for stdin')
    const server = await serverOf(values, terminal)
    const {
      service,
      instance = hostname(),
      start,
      version,
      at,
    } = values as Record<string, string | undefined>
    for (const file of positionals) {
      const body = await readOperand(file)
      const answer = await sendProfile(
        server,
        { service, instance, start, version, at },
        body,
        terminal.progress,
      )
      const { decision, goroutines, signatures, newSignatures, problems } = answer
      const unread =
        Array.isArray(problems) && problems.length > 0 ? `, ${problems.length} lines not readable` : ''
      terminal.out(
        values.json === true
          ? JSON.stringify(answer)
          : `${file}: ${decision}, ${goroutines} goroutines in ${signatures} stacks, ${newSignatures} of them new${unread}`,
      )
    }
    return 0
  },
}
