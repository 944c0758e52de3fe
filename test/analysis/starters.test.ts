import { expect, test } from 'vitest'
import { analyzeDump } from '#shared/analysis/analyze-dump.ts'

const goroutine = (id: number, creator: string): string =>
  `goroutine ${id} [syscall]:\n\tgoroutine running on other thread; stack unavailable\ncreated by ${creator}\n\t/src/main.go:9 +0x1\n\n`

const startedBy = async (...creators: string[]): Promise<(string | null)[]> => {
  const analysis = await analyzeDump(Buffer.from(creators.map((name, i) => goroutine(i + 1, name)).join('')))
  return 'reason' in analysis ? [analysis.reason] : analysis.stacks.map((stack) => stack.startedBy)
}

test('goroutines without a stack are told apart by who started them, the most frequent first', async () => {
  expect(await startedBy('main.b', 'main.a', 'main.b')).toEqual(['started by main.b (2) and main.a (1)'])
})

test('one creator is named beside the stack, and no second time', async () => {
  expect(await startedBy('main.a', 'main.a')).toEqual([null])
})

test('five are named, the others counted', async () => {
  const letters = [...'abcdefg'].map((letter) => `main.${letter}`)
  expect(await startedBy(...letters)).toEqual([
    'started by main.a (1), main.b (1), main.c (1), main.d (1), main.e (1) and 2 others',
  ])
})

test('of as many goroutines each they are told by name, whatever the order of the dump', async () => {
  expect(await startedBy('main.b', 'main.c', 'main.a', 'main.c')).toEqual([
    'started by main.c (2), main.a (1) and main.b (1)',
  ])
  expect(await startedBy(...[...'fedcba'].map((letter) => `main.${letter}`))).toEqual([
    'started by main.a (1), main.b (1), main.c (1), main.d (1), main.e (1) and 1 other',
  ])
})

test('one that has a stack is not told by who started it', async () => {
  const known =
    'goroutine 9 [select]:\nmain.wait()\n\t/src/main.go:9 +0x1\ncreated by main.z\n\t/src/main.go:9 +0x1\n'
  const analysis = await analyzeDump(Buffer.from(goroutine(1, 'main.a') + goroutine(2, 'main.b') + known))
  expect('reason' in analysis ? analysis : analysis.stacks.map(({ startedBy: by }) => by)).toEqual([
    'started by main.a (1) and main.b (1)',
    null,
  ])
})

test('of stacks with as many goroutines, those of which nothing is known come last', async () => {
  const known = 'goroutine 9 [select, 2 minutes]:\nmain.wait()\n\t/src/main.go:9 +0x1\n'
  const bare = goroutine(1, 'main.a').replace('[syscall]', '[syscall, 9 minutes]')
  const analysis = await analyzeDump(Buffer.from(bare + known))
  expect('reason' in analysis ? analysis : analysis.stacks[0]?.frames).toEqual(['main.wait'])
})
