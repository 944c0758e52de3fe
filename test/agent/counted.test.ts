import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { countedOf } from '#cli/agent/counted.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { fixture } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

test.each(['go1.24.goroutine.debug0.pb.gz', 'go1.27.goroutineleak.debug0.pb.gz'])(
  'the quick counts of %s are those of the reader',
  async (name) => {
    const bytes = await readFile(fixture(name))
    const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
    if (reading.answer !== 'recognised') throw new Error('the fixture is a profile')
    const counted = await countedOf(bytes)
    expect(counted?.total).toBe(reading.profile.total)
    expect([...(counted?.stacks.values() ?? [])].reduce((sum, each) => sum + each, 0)).toBe(counted?.total)
  },
)

test('what is no profile in proto has none', async () => {
  for (const name of ['go1.24.goroutine.debug2.txt', 'go1.24.goroutine.debug1.txt'])
    expect(await countedOf(await readFile(fixture(name)))).toBeUndefined()
  expect(await countedOf(new Uint8Array())).toBeUndefined()
  expect(await countedOf(dump({ 'main.a < main.b': 3 }).subarray(0, 10))).toBeUndefined()
})

test('a profile without samples has none, and one that was cut behind its first bytes has none', async () => {
  expect(await countedOf(dump({}))).toBeUndefined()
  expect(await countedOf(new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toBeUndefined()
  expect((await countedOf(dump({ 'main.a < main.b': 3, 'main.c': 4 })))?.total).toBe(7)
})

test('a stack keeps its key from profile to profile, whatever stands beside it', async () => {
  const stacksOf = async (stacks: Readonly<Record<string, number>>) => [
    ...((await countedOf(dump(stacks)))?.stacks ?? []),
  ]
  const [a, b] = [
    await stacksOf({ 'main.a < main.b': 3 }),
    await stacksOf({ 'main.a < main.b': 9, 'main.c': 4 }),
  ]
  expect(b).toContainEqual([a[0]?.[0], 9])
  expect(new Set(b.map(([key]) => key)).size).toBe(2)
})
