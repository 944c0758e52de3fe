import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, argumentWords } from '#shared/goroutine/argument-words.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { readIndividuals } from '#shared/goroutine/individual.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'

const FOLDER = new URL('../fixtures/goroutine/', import.meta.url)
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, FOLDER))
const individualsIn = (text: string) => readIndividuals(Buffer.from(text)).individuals

test('reads who a goroutine is, where it stands, with which words, and who made it', () => {
  expect(
    individualsIn(`goroutine 131 [chan receive, 29 minutes, locked to thread]:
main.(*store).put(0xc0000b4010, {0x726a60?, 0x1}, ...)
	/src/a b/store.go:41 +0x1d
main.inlined(...)
	C:/go/main.go:9
created by main.main in goroutine 17
	/src/main.go:8 +0x5a fp=0xc00 sp=0xc01 pc=0x45
`),
  ).toEqual([
    {
      id: 131,
      state: 'chan receive',
      minutes: 29,
      frames: [
        {
          function: 'main.(*store).put',
          args: '0xc0000b4010, {0x726a60?, 0x1}, ...',
          place: '/src/a b/store.go:41',
        },
        { function: 'main.inlined', args: '...', place: 'C:/go/main.go:9' },
      ],
      creator: { function: 'main.main', goroutine: 17, place: '/src/main.go:8' },
    },
  ])
})

test.each([
  ['gp-m-mp.txt', 'running'],
  ['flags.txt', 'chan send'],
  ['created-by-go119.txt', undefined],
])('reads the headers of %s', (name, state) => {
  const { individuals } = readIndividuals(bytesOf(name))
  expect(individuals.length).toBeGreaterThan(0)
  for (const { id } of individuals) expect(id).toBeGreaterThan(0)
  if (state !== undefined) expect(individuals.map((each) => each.state)).toContain(state)
})

describe('agrees with the reader that counts', () => {
  const names = readdirSync(FOLDER).filter((name) => /^go1\.\d+\.\w+\.debug2\.txt$/.test(name))
  test.each(names)('in %s', async (name) => {
    const reading = await readProfile(bytesOf(name), DEFAULT_READ_LIMITS)
    if (reading.answer !== 'recognised') throw new Error(name)
    const counts = new Map<string, number>()
    for (const { frames } of readIndividuals(bytesOf(name)).individuals) {
      const key = frames.map((frame) => frame.function).join('\n')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts).toEqual(
      new Map(reading.profile.groups.map(({ frames, count }) => [frames.join('\n'), count])),
    )
  })
})

test('keeps a bounded number, and says how many more there are', () => {
  const block = (id: number) => `goroutine ${id} [select]:\nmain.f()\n\t/a.go:1 +0x1\n\n`
  const { individuals, more } = readIndividuals(
    Buffer.from(Array.from({ length: 50_003 }, (_, i) => block(i + 1)).join('')),
  )
  expect([individuals.length, more]).toEqual([50_000, 3])
})

test('reads any bytes', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => readIndividuals(bytes).more === 0))
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('goroutine 1 [', 'a(', ')', '\t', ':9', '\n', ' +0x1', ']:')),
      (parts) => {
        expect(readIndividuals(Buffer.from(parts.join(''))).individuals.length).toBeLessThanOrEqual(
          parts.length,
        )
      },
    ),
  )
})

test('tells sure words from stale ones, and addresses from small numbers', () => {
  const words = argumentWords('0xc0000b4010, {0x726a60?, 0x1}, 0xffffffffffffffff, ...')
  expect(words).toEqual([
    { value: 'c0000b4010', isExact: true },
    { value: '726a60', isExact: false },
    { value: '1', isExact: true },
    { value: 'ffffffffffffffff', isExact: true },
  ])
  expect(words.map(addressOf)).toEqual([0xc0000b4010n, 0x726a60n, undefined, undefined])
})
