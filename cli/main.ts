#!/usr/bin/env node
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { visibleStyledText, visibleText } from '#shared/reading/visible.ts'
import { call } from './call.ts'
import type { Terminal } from './command.ts'
import { progressLine } from './progress.ts'

const { env } = process
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`tidemark needs Node 22.13 or newer, this is ${process.versions.node}\n`)
  process.exit(2)
}
// Loading the server takes half a second of a processor, with what was compiled the last time a quarter. The folder is the
// user's own: what lies in one of /tmp could be somebody else's code. Where it cannot be written, nothing is kept.
module.enableCompileCache(join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tidemark'))
// `npm run` starts in the folder of the repository; paths mean the one where the person stands.
if (
  env.npm_package_name === 'tidemark' &&
  env.npm_lifecycle_event !== undefined &&
  env.INIT_CWD !== undefined
)
  process.chdir(env.INIT_CWD)
// A reader that closes early (`| head`) ends the program and is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const colour = process.stdout.isTTY === true && process.stdout.hasColors()
/** As Kubernetes tells each container; the address of IPv6 comes without brackets. */
function apiServer(host: string | undefined, port = '443'): string | undefined {
  if (host === undefined || host === '') return undefined
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`
}
const terminal: Terminal = {
  // Names of files and of others' code: nothing that is printed may move the cursor or turn the text.
  out: (line) => process.stdout.write(`${colour ? visibleStyledText(line) : visibleText(line)}\n`),
  note: (line) => process.stderr.write(`${visibleText(line)}\n`),
  progress: progressLine(process.stderr),
  colour,
  isTerminal: process.stderr.isTTY === true,
  env: {
    url: env.TIDEMARK_URL,
    token: env.TIDEMARK_TOKEN,
    debug: env.TIDEMARK_DEBUG === '1',
    kubernetes: apiServer(env.KUBERNETES_SERVICE_HOST, env.KUBERNETES_SERVICE_PORT_HTTPS),
    stateDirectory: join(env.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'tidemark'),
  },
  now: () => Date.now(),
}
// No `await` here: the single executable is a CommonJS script, which has none outside of functions.
void call(process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code
})
