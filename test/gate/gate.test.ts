import { describe, expect, test } from 'vitest'
import { gateOf } from '#shared/gate/gate.ts'
import { gateMarkdown, gateSays } from '#shared/gate/gate-markdown.ts'
import { gateSarif } from '#shared/gate/gate-sarif.ts'
import { twoPrograms } from '#shared/gate/same-program.ts'
import { HOUR } from '#shared/time.ts'
import { dumpOf, goroutine, read } from './dumps.ts'

const POOL = ['acme.example/shop/pool.run']
const MAIL = ['acme.example/shop/mail.send']
const before = await read(dumpOf(goroutine(1, POOL)))
const after = await read(
  dumpOf(goroutine(1, POOL), goroutine(7, POOL), goroutine(8, POOL), goroutine(9, MAIL)),
)

describe('a run', () => {
  test('leaks what it left beside what was there, most first', () => {
    const { base, target, leaks, accepted } = gateOf({ before, after })
    expect([base, target, accepted]).toEqual([1, 4, []])
    expect(leaks.map(({ ownCode, base: had, target: has, left }) => [ownCode, had, has, left])).toEqual([
      [POOL[0], 1, 3, 2],
      [MAIL[0], 0, 1, 1],
    ])
    expect(gateSays({ base, target, leaks, accepted })).toBe('2 stacks leak, 3 goroutines')
  })

  test('without a dump of before leaks all that is there', () => {
    const { base, leaks } = gateOf({ before: undefined, after })
    expect([base, leaks.map(({ left }) => left)]).toEqual([null, [3, 1]])
  })

  test('may gain a few goroutines if it is told so', () => {
    expect(gateOf({ before, after, tolerance: 1 }).leaks.map(({ left }) => left)).toEqual([2])
  })

  test.each([
    ['what the settings mean to stay', MAIL, 'intended: it mails'],
    ['the test itself', ['testing.(*T).Run', 'acme.example/shop.TestPool'], 'the test itself'],
    [
      'the signals of the process',
      ['os/signal.signal_recv', 'os/signal.loop'],
      'one goroutine for all signals of the process',
    ],
  ])('accepts %s, and says why', async (_, frames, why) => {
    const run = await read(dumpOf(goroutine(1, POOL), goroutine(2, frames)))
    const intended = ({ ownCode }: { ownCode: string | undefined }) =>
      ownCode === MAIL[0] ? 'intended: it mails' : undefined
    const { leaks, accepted } = gateOf({ before, after: run, intended })
    expect([leaks, accepted.map((stack) => stack.why)]).toEqual([[], [why]])
  })

  test('counts of a dump with proof what the runtime proves', async () => {
    const proven = await read(
      dumpOf(goroutine(1, POOL), goroutine(2, POOL, { state: 'chan receive (leaked)' })),
    )
    expect(gateOf({ before, after: proven }).leaks).toMatchObject([{ left: 1, isProven: true }])
    expect(gateOf({ before, after }).leaks[0]?.isProven).toBe(false)
  })
})

const id = gateOf({ before, after }).leaks[0]?.id ?? ''
const production = new Map([
  [
    id,
    {
      finding: `${id}@checkout`,
      service: 'checkout',
      state: 'ongoing',
      perHour: 13,
      since: 500_000 * HOUR,
      version: 'v2.4.0',
    },
  ],
])
const result = gateOf({ before, after, production })

test('the summary of a job names place, count and what production does', () => {
  const markdown = gateMarkdown(result)
  expect(markdown).toContain('## 2 stacks leak, 3 goroutines')
  expect(markdown).toContain(
    '| +2 | acme.example/shop/pool.run<br>/src/run.go:10<br>started at /src/serve.go:20 |',
  )
  expect(markdown).toContain(
    'checkout leaks the same stack at 13 per hour since 2027-01-15 08:00 UTC (v2.4.0)',
  )
  expect(gateMarkdown(gateOf({ before, after: before }))).toBe('## No goroutine leaks\n')
})

test('code scanning gets places in the checkout, and a fingerprint that stays when lines move', async () => {
  const { runs } = gateSarif(result, '/src/', '0.1.0')
  expect(runs[0]?.results[0]).toMatchObject({
    ruleId: 'goroutine-leak',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'run.go' }, region: { startLine: 10 } } }],
    relatedLocations: [{ id: 1, physicalLocation: { artifactLocation: { uri: 'serve.go' } } }],
    partialFingerprints: { 'tidemarkSignature/v1': id },
  })
  const moved = await read(dumpOf(goroutine(1, POOL), goroutine(2, POOL)).replaceAll('.go:10', '.go:99'))
  expect(gateSarif(gateOf({ before, after: moved }), '/src/', '0.1.0').runs[0]?.results[0]).toMatchObject({
    locations: [{ physicalLocation: { region: { startLine: 99 } } }],
    partialFingerprints: { 'tidemarkSignature/v1': id },
  })
  expect(gateSarif(result, '/elsewhere/', '0.1.0').runs[0]?.results[0]).not.toHaveProperty('locations')
})

test('dumps of two programs are told by their own code', async () => {
  const other = await read(dumpOf(goroutine(1, ['acme.example/other/mail.send'])))
  expect(twoPrograms(before, after)).toBeUndefined()
  expect(twoPrograms(before, other)).toBe(
    'they have no package of own code in common (acme.example/shop/pool; acme.example/other/mail)',
  )
})
