import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import type { Row } from '#shared/store/rows.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { ingest, pushOf } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

const FOLDER = new URL('../fixtures/rows/', import.meta.url)
const PROCESS = 'pod-1@20260906T233000Z'

/** Rows that a former version wrote of nine hours of a leak, a full dump and a socket table; bytes as hex. */
const rowsIn = (file: string): Row[] =>
  (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, unknown>[]).map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => {
          const hex = (value as { hex?: string } | null)?.hex
          return [name, hex === undefined ? value : new Uint8Array(Buffer.from(hex, 'hex'))]
        }),
      ) as Row,
  )

async function opened(rows: readonly Row[]) {
  const stores = testStores()
  for (const row of rows) await stores.rows.put(row)
  stores.clock.now = NOW + MINUTE
  const { snapshots, blocks, evidence, ledger, sockets } = stores.deps
  const range = { from: NOW - DAY, to: NOW + HOUR }
  /** What a reader of each format reads. */
  const read = {
    sightings: () => all(snapshots.range(TENANT, 'checkout', range)),
    'hour block': () => all(blocks.range(TENANT, 'checkout', 'hour', range.from, range.to)),
    'day block': () => all(blocks.range(TENANT, 'checkout', 'day', range.from, range.to)),
    evidence: () => evidence.get(TENANT, 'checkout', PROCESS),
    quiet: () => ledger.quiet(TENANT, 'checkout'),
    sockets: () => all(sockets.newestFirst(TENANT, 'checkout')),
  }
  return { stores, read }
}

describe.each(readdirSync(FOLDER))('rows as they were written on %s', (file) => {
  const rows = rowsIn(file)

  test('are read', async () => {
    const { read } = await opened(rows)
    const totals = (await read.sightings()).map(({ total }) => total)
    expect(totals).toEqual([7, 13, 19, 25, 31, 37, 43, 49, 55, 2])
    expect(await read['hour block']()).toHaveLength(7)
    expect((await read['day block']()).map(({ process }) => process)).toEqual([PROCESS])
    const { dumps, observations } = await read.evidence()
    expect([dumps.length, observations?.length]).toEqual([1, 1])
    expect((await read.quiet())?.stacks.length).toBeGreaterThan(0)
    expect(await read.sockets()).toMatchObject([{ tool: 'ss', process: 'pod-1@version-v1' }])
  })

  test('are judged with what this version writes beside them', async () => {
    const { stores } = await opened(rows)
    const process = { ...pushOf().process, startedAt: NOW - 9 * HOUR }
    for (let hour = 1; hour <= 24; hour++) {
      stores.clock.now = NOW + hour * HOUR
      const body = Buffer.from(
        `goroutine profile: total ${53 + 6 * hour}\n${53 + 6 * hour} @ 0x1\n#\t0x1\tmain.recv+0x1\t/a.go:1\n#\t0x2\tmain.worker+0x1\t/a.go:2\n`,
      )
      await ingest(stores, { at: stores.clock.now, body, process })
    }
    const run = await judgeService(stores.deps, TENANT, 'checkout', 'now', stores.clock.now)
    expect(run.judgement.verdicts).toMatchObject([
      { members: [{ stack: ['main.recv', 'main.worker'], count: 197 }] },
    ])
  })

  /** Attributes whose first byte is the version of their format → who reads them. */
  const PACKED = [
    ['sightings', /#2026-09-07 /, 'sightings'],
    ['packed', / hour#/, 'hour block'],
    ['packed', / day#/, 'day block'],
    ['packed', / evidence#/, 'evidence'],
    ['individuals', / evidence#/, 'evidence'],
    ['packed', / quiet$/, 'quiet'],
    ['packed', / sockets#/, 'sockets'],
  ] as const

  test.each(PACKED)(
    'are refused by name where %s of %s is of a version to come',
    async (attribute, of, reader) => {
      const later = rows.map((row) => {
        const bytes = row[attribute]
        if (!(bytes instanceof Uint8Array) || !of.test(`${row.pk} ${row.sk}`)) return row
        return { ...row, [attribute]: Uint8Array.of(99, ...bytes.slice(1)) }
      })
      const { read } = await opened(later)
      await expect(read[reader]()).rejects.toThrow(/ (?:has|have) version 99; this program reads \d+$/)
    },
  )
})

test('the page of formats names each, with the version that is written', () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8')
  const folder = new URL('../../shared/store/', import.meta.url)
  const files = readdirSync(folder).filter((name) => /^packed-.*\.ts$/.test(name))
  for (const file of files) {
    const [, version] = /^const VERSION = (\d+)$/m.exec(readFileSync(new URL(file, folder), 'utf8')) ?? []
    if (version === undefined) continue
    const [, section = ''] = page.split(`## \`${file}\``)
    expect([file, /^\| (\d+) \|/m.exec(section.split('\n## ')[0] ?? '')?.[1]]).toEqual([file, version])
  }
})
