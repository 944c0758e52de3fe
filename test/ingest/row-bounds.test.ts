import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeAndTell } from '#functions/judge-service/judge-and-tell.ts'
import { MOST_ROW_BYTES, rowBytes } from '#shared/store/row-size.ts'
import { HOUR } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { ingest, pushOf } from '#test/support/push.ts'

/** A dump in which each thing that a row keeps can be too much. */
interface Excess {
  readonly stacks: number
  readonly frames: number
  /** Characters of each function name. */
  readonly name: number
  readonly char: string
  /** Goroutines of each stack, each in a state of its own and with a label key of its own. */
  readonly goroutines: number
  /** Characters of each state and label key. */
  readonly word: number
}

function debug2({ stacks, frames, name, char, goroutines, word }: Excess, salt: number): Buffer {
  const blocks: string[] = []
  let id = salt * 1_000_000
  for (let stack = 0; stack < stacks; stack++) {
    const names = Array.from({ length: frames }, (_, i) => `main.${char.repeat(name)}f${i}x${stack}`)
    const below = names.map((one) => `${one}(0x1)\n\t/a.go:1 +0x1`).join('\n')
    for (let g = 0; g < goroutines; g++) {
      const own = `${'s'.repeat(word)}${g}`
      blocks.push(
        `goroutine ${++id} [${own}, 7 minutes] {k${own}: v}:\n${below}\ncreated by ${names[0]} in goroutine 1\n\t/a.go:2 +0x1\n`,
      )
    }
  }
  return Buffer.from(`${blocks.join('\n')}\n`)
}

/** Every row that the process has written fits DynamoDB: rows in memory refuse one that does not. */
async function takesIn(excess: Excess): Promise<void> {
  const stores = testStores()
  const { deps, clock } = stores
  const start = NOW - 4 * HOUR
  const process = { ...pushOf().process, startedAt: start }
  for (let hour = 0; hour < 3; hour++) {
    clock.now = start + hour * HOUR
    const body = debug2({ ...excess, goroutines: excess.goroutines + hour }, hour + 1)
    expect(await ingest(stores, { process, at: clock.now, body })).toMatchObject({
      decision: 'stored',
      indexed: true,
    })
  }
  clock.now = NOW
  await judgeAndTell(deps, TENANT, 'checkout', 'judge', NOW)
}

const TINY: Excess = { stacks: 1, frames: 1, name: 1, char: 'n', goroutines: 1, word: 1 }

describe('whatever is acknowledged can be indexed and judged', () => {
  test.each<[string, Partial<Excess>]>([
    ['24 names of 60,000 characters', { frames: 24, name: 60_000 }],
    ['names that JSON writes twice as long', { frames: 24, name: 60_000, char: '"' }],
    ['names of three bytes a character', { frames: 24, name: 20_000, char: '世' }],
    ['20,000 states and label keys of one stack', { goroutines: 20_000, word: 20 }],
    ['states and label keys of 5,000 characters', { goroutines: 200, word: 5_000 }],
    ['5,000 stacks, each in states of its own', { stacks: 5_000, word: 100 }],
  ])('%s', async (_, excess) => {
    await takesIn({ ...TINY, ...excess })
  })

  test('any of these at once', async () => {
    const anyExcess = fc.record({
      stacks: fc.integer({ min: 1, max: 8 }),
      frames: fc.integer({ min: 1, max: 30 }),
      name: fc.integer({ min: 0, max: 3_000 }),
      char: fc.constantFrom('n', '世', '"', '\\', '\u202e', '€'),
      goroutines: fc.integer({ min: 1, max: 6 }),
      word: fc.integer({ min: 1, max: 300 }),
    })
    await fc.assert(fc.asyncProperty(anyExcess, takesIn), { numRuns: 12 })
  })

  test.each(['__proto__', 'constructor', 'prototype'])('a label cannot be called %s', async (key) => {
    const labels = Object.fromEntries([[key, 'x']])
    await expect(ingest(testStores(), { labels })).rejects.toMatchObject({ reason: 'bad-label', actual: key })
  })
})

test('a row is counted as DynamoDB counts it', () => {
  expect(rowBytes({ pk: 'a', sk: 'é', n: 7, list: ['ab', true], map: { k: new Uint8Array(9) } })).toBe(
    2 + 1 + 2 + 2 + (1 + 21) + (4 + 3 + 1 + 2 + 1 + 1) + (3 + 3 + 1 + 1 + 9),
  )
  expect(MOST_ROW_BYTES).toBe(409_600)
})
