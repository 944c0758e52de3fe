#!/usr/bin/env node
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { visibleStyledText, visibleText } from '#shared/reading/visible.ts'
import { type Command, Failure, type Terminal, UsageError } from './command.ts'
import { agent } from './commands/agent.ts'
import { analyze } from './commands/analyze.ts'
import { diff } from './commands/diff.ts'
import { judge } from './commands/judge.ts'
import { push } from './commands/push.ts'
import { redrive } from './commands/redrive.ts'
import { reindex } from './commands/reindex.ts'
import { replay } from './commands/replay.ts'
import { report } from './commands/report.ts'
import { serve } from './commands/serve.ts'
import { token } from './commands/token.ts'
import { helpOf, overview } from './help.ts'
import { progressLine } from './progress.ts'

const COMMANDS: readonly Command[] = [
  serve,
  agent,
  push,
  replay,
  analyze,
  diff,
  judge,
  report,
  token,
  reindex,
  redrive,
]

/** @returns the exit code: 0 done, 1 failed, 2 called wrongly */
async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = COMMANDS.find((each) => each.name === rest[0])
    terminal.out(asked === undefined ? overview(COMMANDS) : helpOf(asked))
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find((each) => each.name === name)
  if (command === undefined) {
    terminal.note(`tidemark: there is no command ${name}\n\n${overview(COMMANDS)}`)
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(helpOf(command))
    return 0
  }
  return run(command, rest, terminal)
}

async function run(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const call = parseArgs({ args: [...args], options: command.options, allowPositionals: true })
    return await command.run(call as Parameters<Command['run']>[0], terminal)
  } catch (error) {
    terminal.progress.clear()
    if (error instanceof UsageError || isParseError(error)) {
      terminal.note(
        `tidemark ${command.name}: ${error.message}\nusage: ${command.usage}\nSee: tidemark ${command.name} --help`,
      )
      return 2
    }
    const { message, stack } = error as Error
    terminal.note(`tidemark ${command.name}: ${error instanceof Failure ? message : (stack ?? message)}`)
    return 1
  }
}

const isParseError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

const { TIDEMARK_URL, TIDEMARK_TOKEN, XDG_STATE_HOME } = process.env
// A reader that closes early (`| head`) ends the program and is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const colour = process.stdout.isTTY === true && process.stdout.hasColors()
process.exitCode = await main(process.argv.slice(2), {
  // Names of files and of others' code: nothing that is printed may move the cursor or turn the text.
  out: (line) => process.stdout.write(`${colour ? visibleStyledText(line) : visibleText(line)}\n`),
  note: (line) => process.stderr.write(`${visibleText(line)}\n`),
  progress: progressLine(process.stderr),
  colour,
  env: {
    url: TIDEMARK_URL,
    token: TIDEMARK_TOKEN,
    stateDirectory: join(XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'tidemark'),
  },
  now: () => Date.now(),
})
