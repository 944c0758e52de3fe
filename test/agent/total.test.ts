import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { totalOf } from '#cli/agent/total.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { fixture } from '#test/support/cli.ts'
import { dump } from '#test/support/pprof.ts'

test.each(['go1.24.goroutine.debug0.pb.gz', 'go1.27.goroutineleak.debug0.pb.gz'])(
  'the quick total of %s is that of the reader',
  async (name) => {
    const bytes = await readFile(fixture(name))
    const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
    if (reading.answer !== 'recognised') throw new Error('the fixture is a profile')
    expect(await totalOf(bytes)).toBe(reading.profile.total)
  },
)

test('what is no profile in proto has none', async () => {
  for (const name of ['go1.24.goroutine.debug2.txt', 'go1.24.goroutine.debug1.txt'])
    expect(await totalOf(await readFile(fixture(name)))).toBeUndefined()
  expect(await totalOf(new Uint8Array())).toBeUndefined()
  expect(await totalOf(dump({ 'main.a < main.b': 3 }).subarray(0, 10))).toBeUndefined()
})

test('a profile without samples has none, and one that was cut behind its first bytes has none', async () => {
  expect(await totalOf(dump({}))).toBeUndefined()
  expect(await totalOf(new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toBeUndefined()
  expect(await totalOf(dump({ 'main.a < main.b': 3, 'main.c': 4 }))).toBe(7)
})
