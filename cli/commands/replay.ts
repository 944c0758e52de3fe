import { profilesOf, type RecordedProfile, readCase } from '../case/case.ts'
import { forget, remember, resumeOf } from '../case/replay-state.ts'
import { type Command, type Terminal, UsageError } from '../command.ts'
import { readOperand } from '../operand.ts'
import { ask, pushPath, SERVER_OPTIONS, type Server, serverOf } from '../server.ts'

export const replay: Command = {
  name: 'replay',
  summary: 'Send a recorded case over HTTP, its times moved so that it ends now.',
  usage: 'tidemark replay CASE [--url URL] [--token TOKEN]',
  options: { json: { type: 'boolean', help: 'print one JSON document at the end' }, ...SERVER_OPTIONS },
  examples: ['tidemark replay test/fixtures/series/shopfront-week --url http://127.0.0.1:4180'],
  async run({ values, positionals }, terminal) {
    const [directory, ...more] = positionals
    if (directory === undefined || more.length > 0) throw new UsageError('name one folder with a series.json')
    const server = await serverOf(values, terminal)
    const { service, profiles, ...counts } = await replayCase(directory, server, terminal)
    const { stored, skipped } = counts
    terminal.out(
      values.json === true
        ? JSON.stringify({ service, profiles, ...counts })
        : `${service}: ${profiles} profiles sent, ${stored} stored, ${skipped} were there already`,
    )
    return 0
  },
}

/** What a replay did. */
interface Replayed {
  readonly service: string
  readonly profiles: number
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
  const profiles = profilesOf(recorded, directory)
  const last = profiles.at(-1)?.at ?? 0
  const state = await resumeOf(terminal.env.stateDirectory, directory, server, terminal.now() - last)
  let stored = 0
  for (const [i, profile] of profiles.entries()) {
    if (i >= state.done) {
      const { decision } = await send(server, recorded.service, profile, state.shift)
      if (decision === 'stored') stored++
      await remember(state, i + 1)
    }
    terminal.progress.show(i + 1, profiles.length, 'profiles')
  }
  await forget(state)
  terminal.progress.clear()
  return { service: recorded.service, profiles: profiles.length, stored, skipped: profiles.length - stored }
}

async function send(
  server: Server,
  service: string,
  { process, startedAt, at, type, path }: RecordedProfile,
  shift: number,
) {
  const labels = Object.fromEntries(
    Object.entries(process.labels).map(([key, value]) => [`label.${key}`, value]),
  )
  const moved = (time: number): string => new Date(time + shift).toISOString()
  const facts = {
    service,
    instance: process.instance,
    start: moved(startedAt),
    version: process.version,
    at: moved(at),
    type,
    ...labels,
  }
  return ask(server, 'POST', pushPath(facts), await readOperand(path))
}
