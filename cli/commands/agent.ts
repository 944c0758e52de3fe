import { hostname } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { privateByDefault } from '#infra/local/private-folder.ts'
import { type AgentDeps, isAllSent, type Orders, runAgent, runOnce } from '../agent/agent.ts'
import { systemClock } from '../agent/clock.ts'
import { NoList } from '../agent/discovery/source.ts'
import { sourcesOf } from '../agent/discovery/sources.ts'
import { diskFailureOf } from '../agent/failure.ts'
import { SERVICE_ACCOUNT } from '../agent/kubernetes/service-account.ts'
import { type Log, lineLog } from '../agent/log.ts'
import { headersOf, labelsOf, numberOf, several } from '../agent/options.ts'
import { DEFAULT_PAUSES } from '../agent/outbox.ts'
import { DEFAULT_PULL_LIMITS } from '../agent/pull.ts'
import { Spool } from '../agent/spool.ts'
import { targetsOf } from '../agent/target.ts'
import { type Arguments, type Command, Failure, type Terminal, UsageError } from '../command.ts'
import { SERVER_OPTIONS, serverOf } from '../server.ts'

/** A day of one target, at 40 KB a profile. */
const DEFAULT_SPOOL_MB = 64
/** Characters of a file name (Linux NAME_MAX is 255). */
const LONGEST_NAME = 200
/** Small files cost a block each. */
const SPOOL_FILES = 20_000

export const agent: Command = {
  name: 'agent',
  summary: 'Pull profiles from Go programs and push them, until stopped.',
  usage:
    'tidemark agent [--target [NAME=]URL…] [--targets FILE] [--targets-url URL] [--kubernetes] [--service NAME] [options]',
  options: {
    target: {
      type: 'string',
      multiple: true,
      help: 'address of /debug/pprof, or of another pprof path; NAME is the service; can be repeated',
    },
    targets: {
      type: 'string',
      multiple: true,
      help: "file of targets in Prometheus' file_sd form, YAML or JSON, read again when it changes; can be repeated",
    },
    'targets-url': {
      type: 'string',
      multiple: true,
      help: 'address that tells targets in the same form, as JSON (http_sd), asked once a minute; can be repeated',
    },
    kubernetes: {
      type: 'boolean',
      help: 'find pods with the annotation tidemark.dev/scrape or profiles.grafana.com/goroutine.scrape',
    },
    namespace: { type: 'string', help: 'with --kubernetes: pods of this namespace only' },
    node: { type: 'string', help: 'with --kubernetes: pods of this node only' },
    'kubernetes-url': {
      type: 'string',
      help: 'with --kubernetes: address of the API server, or of kubectl proxy (default: of the cluster around)',
    },
    'service-account': {
      type: 'string',
      help: `with --kubernetes: folder with token and ca.crt (default: ${SERVICE_ACCOUNT})`,
    },
    service: { type: 'string', help: 'service of targets without a name' },
    instance: {
      type: 'string',
      help: 'host or pod (default: this host name); with several targets the port is appended',
    },
    every: { type: 'string', help: 'minimum seconds between two pulls (default: as the server says)' },
    once: { type: 'boolean', help: 'pull and push once; exits with 0 if all was sent' },
    label: { type: 'string', multiple: true, help: 'KEY=VALUE, label of the process; can be repeated' },
    version: { type: 'string', help: 'release (default: version in the executable)' },
    pid: {
      type: 'string',
      help: 'process id, for a single target (default: the process that listens on its port)',
    },
    sockets: {
      type: 'boolean',
      help: 'also send socket tables every 10 to 30 minutes, not only when the server asks',
    },
    'no-leak': { type: 'boolean', help: 'do not pull goroutineleak, which costs a garbage collection' },
    header: {
      type: 'string',
      multiple: true,
      help: "'NAME: VALUE' for the targets, or @FILE with one per line; can be repeated",
    },
    spool: {
      type: 'string',
      help: 'folder for pushes that could not be sent yet (default: in the state folder)',
    },
    'spool-mb': {
      type: 'string',
      help: `maximum size of the spool in megabytes (default: ${DEFAULT_SPOOL_MB})`,
    },
    json: { type: 'boolean', help: 'write log lines as JSON' },
    ...SERVER_OPTIONS,
  },
  examples: [
    'tidemark agent --target http://127.0.0.1:6060 --service checkout',
    'tidemark agent --targets /etc/tidemark/targets.yml --spool /var/lib/tidemark-agent',
    'tidemark agent --kubernetes --node "$NODE_NAME" --spool /spool',
    'tidemark agent --target cart=http://127.0.0.1:6061 --target search=http://127.0.0.1:6062/internal/pprof',
  ],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`agent takes no operand, got ${positionals.join(' ')}`)
    privateByDefault()
    // `fetch` reads HTTP with WebAssembly. V8 takes 16 MB to optimize that (Node 24), for a few requests a minute.
    for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
    const log = lineLog(terminal.out, terminal.now, values.json === true)
    const orders = await ordersOf(values, terminal, log)
    const spool = await openSpool(values, orders, terminal, log)
    const deps: AgentDeps = {
      fetch,
      limits: DEFAULT_PULL_LIMITS,
      proc: '/proc',
      clock: systemClock,
      random: Math.random,
      log,
      spool,
      pauses: DEFAULT_PAUSES,
    }
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    if (values.once !== true) log('started', { targets: placesOf(orders).join(' '), waiting: spool.size })
    const counts = await (values.once === true ? runOnce : runAgent)(deps, orders, stop.signal).catch(noList)
    log('counts', { ...counts, waiting: spool.size })
    return values.once !== true || isAllSent(counts, spool) ? 0 : 1
  },
}

async function ordersOf(values: Arguments['values'], terminal: Terminal, log: Log): Promise<FullOrders> {
  const { service, instance = hostname(), version } = values as Record<string, string | undefined>
  const headers = await headersOf(several(values.header))
  const targets = targetsOf(several(values.target), { service, instance, headers })
  const sources = sourcesOf(values, { service, headers }, terminal.env, {
    fetch,
    clock: systemClock,
    random: Math.random,
    log,
  })
  if (targets.length + sources.length === 0)
    throw new UsageError('--target is missing: name the address that serves /debug/pprof')
  const pid = numberOf('pid', values.pid, [1, 2 ** 22])
  if (pid !== undefined && (targets.length > 1 || sources.length > 0))
    throw new UsageError('--pid says the process of one target only')
  const every = numberOf('every', values.every, [1, 86_400])
  return {
    server: await serverOf(values, terminal),
    targets,
    sources,
    habits: {
      every: every === undefined ? undefined : 1_000 * every,
      leak: values['no-leak'] !== true,
      sockets: values.sockets === true,
    },
    said: { pid, version, labels: labelsOf(several(values.label)) },
  }
}

type FullOrders = Required<Orders>

/** Where profiles come from, as log lines call it. */
const placesOf = ({ targets, sources }: FullOrders): string[] => [
  ...targets.map(({ place }) => place),
  ...sources.map(({ name }) => name),
]

/** @throws Failure that says why a source has no list */
function noList(error: unknown): never {
  if (!(error instanceof NoList)) throw error
  throw new Failure(error.todo === undefined ? error.message : `${error.message}; ${error.todo}`)
}

/** @throws Failure that says which other folder to name */
async function openSpool(
  values: Arguments['values'],
  orders: FullOrders,
  { env }: Terminal,
  log: Log,
): Promise<Spool> {
  const folder = typeof values.spool === 'string' ? values.spool : defaultFolder(orders, env)
  const megabytes = numberOf('spool-mb', values['spool-mb'], [1, 1_000_000]) ?? DEFAULT_SPOOL_MB
  try {
    return await Spool.open(folder, { bytes: megabytes * 1024 * 1024, files: SPOOL_FILES }, (error) =>
      log('no spool', {
        folder,
        why: diskFailureOf(error),
        todo: 'what cannot be sent is dropped; name another folder with --spool',
      }),
    )
  } catch (error) {
    throw new Failure(`${folder} cannot hold the spool: ${diskFailureOf(error)}; name another with --spool`)
  }
}

/** Two agents of one user have two folders, as they have other targets. */
function defaultFolder(orders: FullOrders, { stateDirectory }: Terminal['env']): string {
  const service = orders.targets[0]?.service ?? 'targets'
  return join(
    stateDirectory,
    'spool',
    encodeURIComponent(`${service}@${placesOf(orders)[0]}`).slice(0, LONGEST_NAME),
  )
}
