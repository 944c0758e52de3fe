import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { min, sum } from 'd3-array'
import { ENV, type FunctionName } from '#functions/env.ts'
import { buildFunctions } from '#infra/build.ts'

/** What a new instance of the API takes until it has answered. Milliseconds and MB: the least of the runs. */
export interface ColdStart {
  readonly runs: number
  /** From the start of the process until it asks for work: Node itself, and the bundle. */
  readonly init: number
  /** Of that, what a process takes that loads an empty bundle: Node itself. */
  readonly node: number
  /** From the first event until its answer. */
  readonly firstAnswer: number
  /** Of all its threads on the CPU by then, whatever else ran beside them; and that of Node with an empty bundle. */
  readonly cpu: number
  readonly nodeCpu: number
  /** Highest resident set by then. */
  readonly memory: number
}

/** What a function loads at its start, in KB, minified; and with all that it loads where it needs it. */
export interface BundleSize {
  readonly name: string
  readonly minified: number
  readonly gzipped: number
  readonly whole: number
}

const RUNTIME = fileURLToPath(new URL('./cold-start-runtime.ts', import.meta.url))
const EMPTY = 'data:text/javascript,export const handler = async () => ({ statusCode: 200 })'
const RUNS = 11

/** An HTTP API's event, payload 2.0 (API Gateway Developer Guide): the request that asks nothing of any store. */
const EVENT = JSON.stringify({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/healthz',
  rawQueryString: '',
  headers: { host: 'tidemark.example' },
  requestContext: {
    http: { method: 'GET', path: '/healthz', sourceIp: '192.0.2.1', protocol: 'HTTP/1.1' },
    domainName: 'tidemark.example',
    requestId: 'bench',
    stage: '$default',
  },
  isBase64Encoded: false,
})

/** Builds the functions as they are deployed, starts the API's again and again, and asks each for one answer. */
export async function measureColdStart(): Promise<{ start: ColdStart; sizes: BundleSize[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  try {
    await buildFunctions(directory)
    const bundle = join(directory, 'api/index.mjs')
    // As JavaScript: Node's reader of TypeScript takes longer to load than the bundle.
    const runtime = join(directory, 'runtime.mjs')
    await writeFile(runtime, stripTypeScriptTypes(await readFile(RUNTIME, 'utf8')))
    const { whole, empty } = await runs(runtime, bundle, EMPTY)
    const least = (of: (run: Run) => number, among = whole): number => min(among, of) ?? Number.NaN
    const start = {
      runs: RUNS,
      init: least(({ init }) => init),
      node: least(({ init }) => init, empty),
      firstAnswer: least(({ firstAnswer }) => firstAnswer),
      cpu: least(({ cpu }) => cpu),
      nodeCpu: least(({ cpu }) => cpu, empty),
      memory: least(({ memory }) => memory),
    }
    return { start, sizes: await sizesOf(directory) }
  } finally {
    await rm(directory, { recursive: true })
  }
}

interface Run {
  readonly init: number
  readonly firstAnswer: number
  readonly cpu: number
  readonly memory: number
}

/** In turns, one after the other; the first of each, which brings its files into the page cache, is not counted. */
async function runs(runtime: string, bundle: string, other: string): Promise<{ whole: Run[]; empty: Run[] }> {
  const [whole, empty]: [Run[], Run[]] = [[], []]
  for (let i = 0; i <= RUNS; i++) {
    whole.push(await startOnce(runtime, bundle))
    empty.push(await startOnce(runtime, other))
  }
  return { whole: whole.slice(1), empty: empty.slice(1) }
}

/** A Runtime API for one process: hands it one event, takes one answer, and ends it. */
async function startOnce(runtime: string, bundle: string): Promise<Run> {
  const asked = Promise.withResolvers<number>()
  const answered = Promise.withResolvers<number>()
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.endsWith('/invocation/next')) {
      asked.resolve(performance.now())
      response.setHeader('lambda-runtime-aws-request-id', 'bench').end(EVENT)
      return
    }
    const { statusCode, errorMessage } = JSON.parse(await text(request))
    if (statusCode === 200) answered.resolve(performance.now())
    else answered.reject(new Error(`the function answered ${statusCode ?? errorMessage}`))
    // Not answered: the next question would only disturb.
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const began = performance.now()
  const child = spawn(process.execPath, [runtime, bundle], {
    env: environment(`127.0.0.1:${port}`),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the function ended with ${code}`)
  })
  ended.catch(() => {})
  try {
    const first = await Promise.race([asked.promise, ended])
    const last = await Promise.race([answered.promise, ended])
    return { init: first - began, firstAnswer: last - first, ...(await usedBy(child.pid)) }
  } finally {
    child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
  }
}

const environment = (api: string): Record<string, string> => ({
  ...Object.fromEntries(ENV['api' satisfies FunctionName].map((name) => [name, '60'])),
  AWS_LAMBDA_RUNTIME_API: api,
  AWS_LAMBDA_FUNCTION_NAME: 'api',
  AWS_REGION: 'us-east-1',
})

/** What Linux keeps of a process: its highest resident set (proc_pid_status(5)), its threads' time on the CPU (schedstat). */
async function usedBy(pid: number | undefined): Promise<Pick<Run, 'cpu' | 'memory'>> {
  const process = `/proc/${pid}`
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(await readFile(`${process}/status`, 'latin1')) ?? []
  const threads = await readdir(`${process}/task`)
  const times = await Promise.all(
    threads.map((thread) => readFile(`${process}/task/${thread}/schedstat`, 'latin1')),
  )
  return { cpu: sum(times, (text) => Number.parseInt(text, 10) / 1e6), memory: Number(kib) / 1024 }
}

async function sizesOf(directory: string): Promise<BundleSize[]> {
  return Promise.all(
    Object.keys(ENV).map(async (name) => {
      const folder = join(directory, name)
      const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs'))
      const bytes = new Map(
        await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file))] as const)),
      )
      const atStart = [...loadedWith('index.mjs', bytes)].map((file) => bytes.get(file) ?? Buffer.of())
      return {
        name,
        minified: sum(atStart, ({ length }) => length) / 1024,
        gzipped: gzipSync(Buffer.concat(atStart)).length / 1024,
        whole: sum(bytes.values(), ({ length }) => length) / 1024,
      }
    }),
  )
}

/** `from"./chunk-X.mjs"` and `import"./chunk-X.mjs"`; `import("./push-Y.mjs")` waits until it is needed. */
const STATIC = /\b(?:from|import)\s*"\.\/([^"]+)"/g

function loadedWith(
  file: string,
  bytes: ReadonlyMap<string, Buffer>,
  loaded = new Set<string>(),
): Set<string> {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  for (const [, name = ''] of bytes.get(file)?.toString().matchAll(STATIC) ?? [])
    loadedWith(name, bytes, loaded)
  return loaded
}

if (import.meta.main) console.log(JSON.stringify(await measureColdStart(), undefined, 2))
