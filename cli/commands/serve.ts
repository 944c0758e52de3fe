import { once } from 'node:events'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { NoTokenError, tokenPath } from '#infra/local/first-token.ts'
import { FolderInUseError } from '#infra/local/folder-lock.ts'
import { boundHeaps } from '#infra/local/heaps.ts'
import { privateByDefault } from '#infra/local/private-folder.ts'
import { OldFolderError } from '#infra/local/take-over.ts'
import { several } from '../agent/options.ts'
import { isBlockedPort } from '../blocked-port.ts'
import { type Arguments, type Command, Failure, UsageError } from '../command.ts'
import { isUnreadable } from '../data-folder.ts'
import { DEFAULT_DATA, DEFAULT_PORT } from '../server.ts'
import { welcome } from '../welcome.ts'

/** Seconds between two rounds of the judge. */
const DEFAULT_ROUND = 60
/** As on AWS: the judge looks back no further. */
const KEEP_DAYS = 90
const DEFAULT_HOST = '127.0.0.1'

export const serve: Command = {
  name: 'serve',
  summary: 'Run all of Tidemark in one process, with its data in one folder.',
  usage:
    'tidemark serve [--data DIR] [--host ADDRESS] [--name NAME] [--port N] [--keep-days N] [--max-gb N] [--judge-every SECONDS] [--page DIR] [--init]',
  options: {
    data: { type: 'string', help: `data folder (default: ${DEFAULT_DATA})` },
    host: {
      type: 'string',
      help: `address to listen on (default: ${DEFAULT_HOST}); any other needs a token in the data folder`,
    },
    name: {
      type: 'string',
      multiple: true,
      help: 'host name under which a proxy on this machine passes requests on; can be repeated',
    },
    port: { type: 'string', help: `port; 0 takes any free one (default: ${DEFAULT_PORT})` },
    'judge-every': {
      type: 'string',
      help: `seconds between two runs of the judge (default: ${DEFAULT_ROUND})`,
    },
    'keep-days': {
      type: 'string',
      help: `days that profiles, socket tables and charts are kept (default: ${KEEP_DAYS})`,
    },
    'max-gb': {
      type: 'string',
      help: 'GB that the database may have: beyond them the oldest profiles go first, then the oldest charts (default: any)',
    },
    page: {
      type: 'string',
      help: 'folder of a built page (default: the one that comes with Tidemark)',
    },
    init: { type: 'boolean', help: 'make the data folder and its admin token, then end' },
  },
  examples: [
    'tidemark serve',
    'tidemark serve --data /var/lib/tidemark --port 4180',
    'tidemark serve --host 0.0.0.0',
  ],
  async run({ values, positionals }, { out, note, isTerminal }) {
    if (positionals.length > 0) throw new UsageError(`serve takes no operand, got ${positionals.join(' ')}`)
    const directory = resolve(String(values.data ?? DEFAULT_DATA))
    const isFirst = values.init === true
    const host = isFirst ? DEFAULT_HOST : hostOf(String(values.host ?? DEFAULT_HOST))
    const names = several(values.name).map(nameOf)
    const port = isFirst ? 0 : portOf(String(values.port ?? DEFAULT_PORT))
    const judgeEvery = 1_000 * secondsOf(String(values['judge-every'] ?? DEFAULT_ROUND))
    const keepDays = amountOf('--keep-days', values['keep-days'], 'days', 3, 3_650)
    const gigabytes = amountOf('--max-gb', values['max-gb'], 'GB', 0.1, 100_000)
    const maxBytes = gigabytes === undefined ? undefined : gigabytes * 1e9
    const page = typeof values.page === 'string' ? resolve(values.page) : undefined
    privateByDefault()
    boundHeaps()
    // The API takes a moment to load: help and the other commands go without it.
    const { startLocal } = await import('#infra/local/main.ts')
    const options = { directory, host, names, port, judgeEvery, page, keepDays, maxBytes }
    const stack = await startLocal(options).catch((error: unknown) => {
      throw startFailure(error, directory, host, port)
    })
    if (isFirst) {
      await stack.close()
      out(`admin token in ${tokenPath(directory)}`)
      return 0
    }
    out(`tidemark listening on ${stack.url}`)
    note(`data in ${directory}, admin token in ${tokenPath(directory)}; Ctrl-C stops`)
    const { url, token } = stack
    // A log would keep the token.
    if (isTerminal) for (const line of welcome({ url, token, tokenFile: tokenPath(directory) })) note(line)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await stack.close()
    return 0
  },
}

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (!(seconds >= 0.1 && seconds <= 86_400))
    throw new UsageError(`--judge-every must be a number of seconds from 0.1 to 86400, got ${text}`)
  return seconds
}

/** undefined: not said. */
function amountOf(
  option: string,
  text: Arguments['values'][string],
  unit: string,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined
  const amount = Number(text)
  if (!(amount >= least && amount <= most))
    throw new UsageError(`${option} must be a number of ${unit} from ${least} to ${most}, got ${text}`)
  return amount
}

function hostOf(text: string): string {
  if (isIP(text) === 0 && text !== 'localhost')
    throw new UsageError(`--host must be an IP address of this machine or localhost, got ${text}`)
  return text
}

/** A name as DNS has it (RFC 1123 2.1), without a port. */
function nameOf(text: string): string {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text))
    throw new UsageError(`--name must be a host name such as tidemark.example, got ${text}`)
  return text.toLowerCase()
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`--port must be a number from 0 to 65535, got ${text}`)
  if (isBlockedPort(port))
    throw new UsageError(
      `--port ${text} belongs to another protocol: browsers and tidemark's own commands refuse to connect to it; choose another, such as ${DEFAULT_PORT}`,
    )
  return port
}

/** What stops a start most often, in words that say what to do. */
function startFailure(error: unknown, directory: string, host: string, port: number): unknown {
  if (error instanceof NoTokenError)
    return new Failure(
      `${directory} has no admin token, and others reach ${host}: make one with \`tidemark serve --data ${directory} --init\``,
    )
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE')
    return new Failure(`port ${port} is taken: stop what listens there or choose another with --port`)
  if (error instanceof OldFolderError)
    return new Failure(
      `${error.message}: \`tidemark take-over --data ${directory}\` says what it takes over, and does it`,
    )
  if (isUnreadable(error))
    return new Failure(
      `the database in ${directory} is damaged: \`tidemark doctor --data ${directory}\` mends what can be mended`,
    )
  if (code === 'EADDRNOTAVAIL') return new Failure(`${host} is no address of this machine`)
  if (code === 'EACCES') return new Failure(`${directory} or port ${port} is not allowed to this user`)
  if (error instanceof FolderInUseError)
    return new Failure(
      `${directory} is in use by another tidemark: stop it or name another folder with --data`,
    )
  return error
}
