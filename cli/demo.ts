import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startLocal } from '#infra/local/main.ts'
import { replayCase } from './commands/replay.ts'
import { type ExplainedVerdict, verdictText } from './judgement.ts'
import { progressLine } from './progress.ts'
import { ask, DEFAULT_PORT, type Server } from './server.ts'

/** The recorded incident: five days of a web shop that leaks idle connections. */
const CASE = fileURLToPath(new URL('../test/fixtures/series/shopfront-week', import.meta.url))

/**
 * Shows the whole way of the data on the recorded incident: push over HTTP, S3 and DynamoDB on disk, the judge, the answer.
 *
 * @param exit end after the answer instead of serving on
 * @returns 0 where the leak was found
 */
async function demo(exit: boolean): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-demo-'))
  const stack = await startOnDefaultPort(join(directory, 'data'))
  try {
    console.log(`tidemark listening on ${stack.url}`)
    const terminal = {
      progress: progressLine(process.stderr),
      env: { stateDirectory: directory },
      now: () => Date.now(),
    }
    const started = performance.now()
    const { service, profiles } = await replayCase(CASE, stack, terminal)
    console.log(`pushed ${profiles} recorded profiles of ${service} over HTTP in ${seconds(started)}`)
    const verdict = await judgeNow(stack, service)
    if (verdict === undefined) {
      console.log(`no leak found in ${service}: this demo should have found one`)
      return 1
    }
    console.log(`\n${verdictText(verdict, process.stdout.isTTY === true && process.stdout.hasColors())}\n`)
    if (!exit) await serveOn(stack, service)
    return 0
  } finally {
    await stack.close()
    await rm(directory, { recursive: true })
  }
}

async function startOnDefaultPort(directory: string) {
  return startLocal({ directory, port: DEFAULT_PORT }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return startLocal({ directory: `${directory}-2`, port: 0 })
  })
}

async function judgeNow(server: Server, service: string): Promise<ExplainedVerdict | undefined> {
  const started = performance.now()
  const { verdicts } = (await ask(server, 'POST', `/v1/judge?service=${service}&wait=true`)) as {
    verdicts: ExplainedVerdict[]
  }
  console.log(`judged in ${seconds(started)}`)
  return verdicts.find(({ tier }) => tier === 'probable' || tier === 'proven')
}

async function serveOn({ url, token }: Server, service: string): Promise<void> {
  const paths = [
    '/v1/findings',
    `/v1/services/${service}/signatures?sort=growth`,
    `/v1/services/${service}/processes`,
  ]
  console.log(`Open the page, which this address logs in once:\n  ${url}/#token=${token}\n`)
  console.log('Or look around (Ctrl-C ends and removes the data):')
  for (const path of paths) console.log(`  curl -s -H 'Authorization: Bearer ${token}' '${url}${path}'`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`

const { values } = parseArgs({ options: { exit: { type: 'boolean', default: false } } })
process.exitCode = await demo(values.exit)
