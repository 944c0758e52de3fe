import { describe, expect, test } from 'vitest'
import { fixture, read, said } from './read.ts'
import { PREFIXES, STRUCTURES } from './wrappings.ts'

/** Dumps of real programs, as the runtime wrote them. */
const DUMPS = ['go1.27.goroutine.debug2.txt', 'go1.19.goroutine.debug2.txt', 'go1.27.goroutine.debug1.txt']

describe.each(DUMPS)('%s', (name) => {
  const dump = fixture(name)
  const lines = dump.replace(/\n$/, '').split('\n')
  test.each(Object.entries({ ...PREFIXES, ...STRUCTURES }))('comes back out of: %s', async (_, wrap) => {
    const { dumps, refusals } = await read(wrap(lines))
    expect(refusals).toEqual([])
    expect(dumps).toHaveLength(1)
    expect(await said(dumps[0]?.bytes ?? new Uint8Array())).toEqual(await said(Buffer.from(dump)))
  })
})
