import { counted } from '#shared/verdict/model/words.ts'
import { type RecordedProfile, type RecordedSockets, readCase, recordingsOf } from '../case/case.ts'
import { forget, remember, resumeOf } from '../case/replay-state.ts'
import { type Command, type Terminal, UsageError } from '../command.ts'
import { readOperand } from '../operand.ts'
import { ask, pushPath, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'

export const replay: Command = {
  name: 'replay',
  summary: 'Send a recorded case over HTTP, with its times shifted to end now.',
  usage: 'tidemark replay CASE [--url URL] [--token TOKEN]',
  options: { json: { type: 'boolean', help: 'print one JSON document at the end' }, ...SERVER_OPTIONS },
  examples: ['tidemark replay test/fixtures/series/shopfront-week --url http://127.0.0.1:4180'],
  async run({ values, positionals }, terminal) {
    const [directory, ...more] = positionals
    if (directory === undefined || more.length > 0) throw new UsageError('name one folder with a series.json')
    const server = await serverOf(values, terminal)
    const replayed = await replayCase(directory, server, terminal)
    const { service, profiles, sockets, stored, skipped } = replayed
    const tables = sockets === 0 ? '' : ` and ${counted(sockets, 'socket table')}`
    const sent = `${counted(profiles, 'profile')}${tables}`
    terminal.out(
      values.json === true
        ? JSON.stringify(replayed)
        : `${service}: ${sent} sent, ${stored} stored, ${skipped} were there already`,
    )
    return 0
  },
}

/** What a replay did. */
interface Replayed {
  readonly service: string
  readonly profiles: number
  /** Socket tables. */
  readonly sockets: number
  /** Of both. */
  readonly stored: number
  readonly skipped: number
}

/** What a replay needs of a terminal. */
type ReplayTerminal = Pick<Terminal, 'progress' | 'now'> & {
  readonly env: Pick<Terminal['env'], 'stateDirectory'>
}

/** Sends what is left of a case; a replay that was cut short goes on where it stopped, with the same times. */
export async function replayCase(
  directory: string,
  server: Server,
  terminal: ReplayTerminal,
): Promise<Replayed> {
  const recorded = await readCase(directory)
  // A listing of /proc/PID/fd holds dates of its own, which cannot be moved with the rest.
  const recordings = recordingsOf(recorded, directory).filter(
    (one) => !('tool' in one && one.tool === 'proc-fd'),
  )
  const last = recordings.at(-1)?.at ?? 0
  const state = await resumeOf(terminal.env.stateDirectory, directory, server, terminal.now() - last)
  let stored = 0
  for (const [i, recording] of recordings.entries()) {
    if (i >= state.done) {
      const { decision } = await send(server, recorded.service, recording, state.shift)
      if (decision === 'stored') stored++
      await remember(state, i + 1)
    }
    terminal.progress.show(i + 1, recordings.length, 'files')
  }
  await forget(state)
  terminal.progress.clear()
  const sockets = recordings.filter((recording) => 'tool' in recording).length
  return {
    service: recorded.service,
    profiles: recordings.length - sockets,
    sockets,
    stored,
    skipped: recordings.length - stored,
  }
}

async function send(
  server: Server,
  service: string,
  recording: RecordedProfile | RecordedSockets,
  shift: number,
) {
  const { process, startedAt, at, path } = recording
  const moved = (time: number): string => new Date(time + shift).toISOString()
  const { instance, version } = process
  const facts = { service, instance, start: moved(startedAt), version, at: moved(at) }
  const target =
    'tool' in recording
      ? pushPath({ ...facts, tool: recording.tool }, 'sockets')
      : pushPath({ ...facts, type: recording.type, ...labelsOf(process.labels) })
  return ask(server, 'POST', target, await readOperand(path))
}

const labelsOf = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([key, value]) => [`label.${key}`, value]))
