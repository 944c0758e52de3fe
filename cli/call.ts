import { parseArgs } from 'node:util'
import tidemark from '../package.json' with { type: 'json' }
import { type Command, Failure, type Terminal, UsageError } from './command.ts'
import { COMMANDS, type ListedCommand } from './command-table.ts'
import { helpOf, overview } from './help.ts'
import { nearest } from './nearest.ts'
import { systemFailure } from './system-failure.ts'

/** Does what the words say. @returns the exit code: 0 done, 1 failed, 2 called wrongly */
export async function call(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version' || name === 'version' || name === '-V') {
    terminal.out(`tidemark ${tidemark.version}`)
    return 0
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = named(rest[0])
    if (rest[0] !== undefined && asked === undefined) return noCommand(rest[0], terminal)
    terminal.out(asked === undefined ? await overviewOfAll() : helpOf(await asked.load()))
    return name === undefined ? 2 : 0
  }
  const listed = named(name)
  if (listed === undefined) return noCommand(name, terminal)
  const command = await listed.load()
  if (!isAsked(rest, '--help', '-h')) return run(command, rest, terminal)
  terminal.out(helpOf(command))
  return 0
}

const named = (name: string | undefined): ListedCommand | undefined =>
  COMMANDS.find((each) => each.name === name)

const overviewOfAll = async (): Promise<string> =>
  overview(await Promise.all(COMMANDS.map(({ load }) => load())))

async function noCommand(name: string, terminal: Terminal): Promise<number> {
  const meant = nearest(
    name,
    COMMANDS.map((each) => each.name),
  )
  const guess = meant === undefined ? '' : `; did you mean ${meant}?`
  terminal.note(`tidemark: there is no command ${name}${guess}\n\n${await overviewOfAll()}`)
  return 2
}

/** What comes after `--` are operands. */
function isAsked(args: readonly string[], ...words: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((each) => words.includes(each))
}

async function run(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const parsed = parseArgs({ args: [...args], options: command.options, allowPositionals: true })
    return await command.run(parsed as Parameters<Command['run']>[0], terminal)
  } catch (error) {
    terminal.progress.clear()
    const wrong = wrongCall(error, command)
    if (wrong !== undefined) {
      terminal.note(
        `tidemark ${command.name}: ${wrong}\nusage: ${command.usage}\nSee: tidemark ${command.name} --help`,
      )
      return 2
    }
    const sentence = error instanceof Failure ? error.message : systemFailure(error, terminal.env.debug)
    terminal.note(`tidemark ${command.name}: ${sentence}`)
    return 1
  }
}

/** What is wrong about the words of a call, undefined where something else failed. */
function wrongCall(error: unknown, { options }: Command): string | undefined {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof TypeError) || !('code' in error)) return undefined
  const code = String(error.code)
  if (!code.startsWith('ERR_PARSE_ARGS')) return undefined
  const [, unknown] = /^Unknown option '--([^']+)'/.exec(error.message) ?? []
  if (unknown === undefined) return error.message
  const meant = nearest(unknown, Object.keys(options))
  return `there is no option '--${unknown}'${meant === undefined ? '' : `; did you mean --${meant}?`}`
}
