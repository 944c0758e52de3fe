import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { LocalStack } from '#infra/local/main.ts'
import { type Command, type Terminal, UsageError } from '../command.ts'
import type { ExplainedVerdict } from '../judgement.ts'
import { ask, DEFAULT_PORT, type Server } from '../server.ts'

export const demo: Command = {
  name: 'demo',
  summary: 'Show it all on a recorded incident: push over HTTP, store, judge, answer, page.',
  usage: 'tidemark demo [--exit]',
  options: { exit: { type: 'boolean', help: 'end after the answer instead of serving on' } },
  examples: ['tidemark demo', 'tidemark demo --exit'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`demo takes no operand, got ${positionals.join(' ')}`)
    const directory = await mkdtemp(join(tmpdir(), 'tidemark-demo-'))
    try {
      const stack = await startOnDefaultPort(join(directory, 'data'))
      try {
        return await show(stack, directory, terminal, values.exit === true)
      } finally {
        await stack.close()
      }
    } finally {
      await rm(directory, { recursive: true })
    }
  },
}

/** @returns 0 where the leak was found */
async function show(stack: LocalStack, directory: string, terminal: Terminal, exit: boolean) {
  const { out, colour } = terminal
  out(`tidemark listening on ${stack.url}`)
  const started = performance.now()
  const { replayCase } = await import('./replay.ts')
  const { service, profiles } = await replayCase(await recordedIncident(directory), stack, {
    ...terminal,
    env: { stateDirectory: directory },
  })
  out(`pushed ${profiles} recorded profiles of ${service} over HTTP in ${seconds(started)}`)
  const verdict = await judgeNow(stack, service, terminal)
  if (verdict === undefined) {
    out(`no leak found in ${service}: this demo should have found one`)
    return 1
  }
  const { verdictText } = await import('../judgement.ts')
  out(`\n${verdictText(verdict, colour)}\n`)
  if (!exit) await serveOn(stack, service, terminal)
  return 0
}

async function startOnDefaultPort(directory: string): Promise<LocalStack> {
  const { startLocal } = await import('#infra/local/main.ts')
  return startLocal({ directory, port: DEFAULT_PORT }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return startLocal({ directory: `${directory}-2`, port: 0 })
  })
}

/** Writes five days of a web shop that leaks idle connections into a folder, wherever they come from. @returns the folder */
async function recordedIncident(directory: string): Promise<string> {
  const { incidentFiles } = await import('#infra/local/shipped-files.ts')
  const folder = join(directory, 'shopfront-week')
  for (const [name, bytes] of await incidentFiles()) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return folder
}

async function judgeNow(
  server: Server,
  service: string,
  { out }: Terminal,
): Promise<ExplainedVerdict | undefined> {
  const started = performance.now()
  const { verdicts } = (await ask(server, 'POST', `/v1/judge?service=${service}&wait=true`)) as {
    verdicts: ExplainedVerdict[]
  }
  out(`judged in ${seconds(started)}`)
  return verdicts.find(({ tier }) => tier === 'probable' || tier === 'proven')
}

async function serveOn({ url, token }: Server, service: string, { out }: Terminal): Promise<void> {
  const paths = [
    '/v1/findings',
    `/v1/services/${service}/signatures?sort=growth`,
    `/v1/services/${service}/processes`,
  ]
  out(`Open the page, which this address logs in once:\n  ${url}/#token=${token}\n`)
  out('Or look around (Ctrl-C ends and removes the data):')
  for (const path of paths) out(`  curl -s -H 'Authorization: Bearer ${token}' '${url}${path}'`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`
