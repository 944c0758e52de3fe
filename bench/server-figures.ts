import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DATABASE } from '#infra/local/open-folder.ts'
import { openDatabase } from '#shared/store/database.sqlite.ts'
import { batchOf } from '#test/support/batch.ts'
import { messageOf, PUSH, series } from '#test/support/push-clients.ts'
import { whileAsked } from './health.ts'
import { measureIngestRate, STEADY } from './ingest-rate.ts'
import { PROFILE } from './inputs.ts'
import { dumpOf, MANY_STACKS, manyStacks, recordedBlocks } from './large-dump.ts'
import { type BenchServer, startServer, withData, withServer } from './server.ts'

/** What was measured of the local server, beside what it is to reach. */
interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** `≥ 0.4`; undefined: it explains another one. */
  readonly goal?: string
}

const MILLION = 1_000_000
/** Bodies that come at once, and the bytes of each. */
const AT_ONCE = 24
const LARGE = 2_300_000

/** Bytes of the profiles in a Push and in a batch: somewhat less than is taken. */
const PUSH_BYTES = 10_000_000
const BATCH_BYTES = 60_000_000

/** Measures it over HTTP, in processes and folders of its own. @param million push a million profiles, which takes minutes */
export async function measureServer({ million }: { readonly million: boolean }): Promise<Figure[]> {
  // What is compiled by the first start of a checkout stays for the next ones.
  await withServer(readOnce)
  const rate = await measureIngestRate(million ? MILLION : 0)
  const goal = rate.pushes < MILLION ? {} : { goal: '≤ 300' }
  return [
    {
      what: `acknowledged pushes per second over ${rate.connections} connections, as a share of reading and signing alone on one core`,
      value: rate.perSecond / rate.readingPerSecond,
      unit: '×',
      goal: '≥ 0.4',
    },
    { what: 'acknowledged pushes', value: rate.perSecond, unit: 'per s' },
    { what: 'their median', value: rate.p50, unit: 'ms' },
    { what: 'their 99th percentile', value: rate.p99, unit: 'ms' },
    { what: 'reading and signing alone', value: rate.readingPerSecond, unit: 'per s' },
    { what: 'processor time of a push in the server, all threads', value: rate.cpu, unit: 'ms' },
    { what: 'processor time of reading and signing alone', value: rate.readingCpu, unit: 'ms' },
    {
      what: `99th percentile at ${STEADY} pushes per second`,
      value: rate.steadyP99,
      unit: 'ms',
      goal: '≤ 100',
    },
    { what: 'memory at its start', value: rate.memory.start, unit: 'MB' },
    {
      what: `memory after ${rate.pushes.toLocaleString('en')} pushes`,
      value: rate.memory.pushed,
      unit: 'MB',
      ...goal,
    },
    ...(million
      ? [{ what: 'when all of them are judged', value: rate.memory.rest, unit: 'MB', ...goal }]
      : []),
    { what: 'at its peak, with the judge', value: rate.memory.peak, unit: 'MB', ...goal },
    ...(await withServer(largeAtOnce)),
    ...(await withServer(stacks)),
    ...(await withServer(otherBodies)),
    ...(await withData(starts)),
  ]
}

/** The same figures as a table. */
export const serverTable = (figures: readonly Figure[]): string =>
  [
    '| local server, client on the same cores, each push on the disk before its answer | measured | goal |',
    '|---|---|---|',
    ...figures.map(
      ({ what, value, unit, goal = '' }) => `| ${what} | ${Number(value.toPrecision(3))} ${unit} | ${goal} |`,
    ),
  ].join('\n')

/** Has each thread begin. */
async function readOnce(server: BenchServer): Promise<void> {
  await server.send('/v1/profiles?service=once&instance=pod', {
    method: 'POST',
    body: await readFile(PROFILE),
  })
  await server.send('/v1/judge?service=once&wait=true', { method: 'POST' })
}

async function largeAtOnce(server: BenchServer): Promise<Figure[]> {
  const body = dumpOf(await recordedBlocks(), LARGE)
  const { worst: health } = await whileAsked(server.url, async () => {
    const push = (i: number): Promise<Response> =>
      server.send(`/v1/profiles?service=large&instance=pod-${i}`, { method: 'POST', body })
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => push(i)))
    const odd = answers.find(({ status }) => status !== 201 && status !== 503)
    if (odd !== undefined) throw new Error(`a large push was answered ${odd.status}: ${await odd.text()}`)
  })
  const what = `${AT_ONCE} pushes of 2.3 MB at once`
  return [
    { what: `${what}: memory at the peak`, value: (await server.memory()).peak, unit: 'MB', goal: '≤ 500' },
    { what: `${what}: longest /healthz meanwhile`, value: health, unit: 'ms', goal: '≤ 100' },
  ]
}

async function stacks(server: BenchServer): Promise<Figure[]> {
  const body = dumpOf(await manyStacks())
  const many = MANY_STACKS.toLocaleString('en')
  const push = await whileAsked(server.url, async () => {
    const { status } = await server.send('/v1/profiles?service=many&instance=pod', { method: 'POST', body })
    if (status !== 201) throw new Error(`a dump of ${many} stacks was answered ${status}`)
  })
  const judge = await whileAsked(server.url, async () => {
    const { status } = await server.send('/v1/judge?service=many&wait=true', { method: 'POST' })
    if (status !== 200) throw new Error(`the judge of ${many} stacks answered ${status}`)
  })
  const what = `${many} new stacks in one 64 MB dump`
  return [
    { what, value: push.took, unit: 's', goal: '< 3' },
    { what: `${what}: longest /healthz meanwhile`, value: push.worst, unit: 'ms', goal: '≤ 100' },
    { what: `the judge on them`, value: judge.took, unit: 's' },
    { what: `the judge on them: longest /healthz meanwhile`, value: judge.worst, unit: 'ms', goal: '≤ 100' },
  ]
}

/** What is neither a profile nor a table, and stops nobody either. */
async function otherBodies(server: BenchServer): Promise<Figure[]> {
  const dump = dumpOf(await recordedBlocks())
  const proto = { 'content-type': 'application/proto', 'content-encoding': 'gzip' }
  const bodies = {
    'an analysis of a 64 MB dump': ['/v1/analyze', dump, {}],
    'a gzipped Push of 10 MB': [
      PUSH,
      gzipSync(messageOf({ series: [series([dump.subarray(0, PUSH_BYTES)])] })),
      proto,
    ],
    'a batch of 60 MB': [
      '/v1/batches',
      await batchOf([{ query: { service: 'batch', instance: 'pod' }, body: dump.subarray(0, BATCH_BYTES) }]),
      {},
    ],
  } as const
  const figures: Figure[] = []
  for (const [what, [path, body, headers]] of Object.entries(bodies)) {
    const { worst } = await whileAsked(server.url, async () => {
      const { status } = await server.send(path, { method: 'POST', body, headers })
      if (status > 201) throw new Error(`${what} was answered ${status}`)
    })
    figures.push({ what: `${what}: longest /healthz meanwhile`, value: worst, unit: 'ms', goal: '≤ 100' })
  }
  return figures
}

/** Starts over a new folder, and over one with a million profiles: rows and objects with bodies of a few bytes. */
async function starts(directory: string): Promise<Figure[]> {
  const start = async (): Promise<number> => {
    const server = await startServer(directory)
    await server.stop()
    return server.startedIn
  }
  const [first, again] = [await start(), await start()]
  fill(directory)
  const full = await start()
  return [
    { what: 'start of the server, the first one', value: first, unit: 'ms', goal: '< 1000' },
    { what: 'the next one', value: again, unit: 'ms', goal: '< 1000' },
    { what: 'over a folder with a million profiles', value: full, unit: 'ms', goal: '< 1000' },
  ]
}

function fill(directory: string): void {
  const database = openDatabase(join(directory, DATABASE))
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MILLION})`
  database.exec(`PRAGMA synchronous = OFF;
    ${numbers} INSERT INTO object (key, folder, stored_at, bytes, slices, crc, metadata, body)
      SELECT printf('profiles/local/bench/2026/09/07/05/%023d.pb.gz', i), 'profiles/', ${Date.now()}, 8, NULL, 0, '{}', x'0000000000000000' FROM n;
    ${numbers} INSERT INTO row (pk, sk, expires, crc, value)
      SELECT 'local#bench#2026-09-07', printf('%023d', i), ${Math.ceil(Date.now() / 1000) + 100_000}, 0, x'0000000000000000' FROM n;`)
  database.close()
}
