import { describe, expect, test } from 'vitest'
import { dumpOf, fixture, read, said } from './read.ts'
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

/** Go takes letters of all scripts. */
const FOREIGN = `goroutine 7 [select]:
main.(*größe).füllen(0x1)
	/src/größe.go:9 +0x1d
main.(*日本[...]).f()
	/src/main.go:10 +0x1d
created by main.Äpfel in goroutine 1
	/src/main.go:8 +0x5a
`

test.each(Object.entries({ ...PREFIXES, ...STRUCTURES }))(
  'names of any script come back out of: %s',
  async (_, wrap) => {
    const { dumps } = await read(wrap(FOREIGN.trimEnd().split('\n')))
    expect(await said(dumps[0]?.bytes ?? new Uint8Array())).toEqual(await said(Buffer.from(FOREIGN)))
  },
)

test.each(['an array of lines', 'an export of CloudWatch', 'hits of Elasticsearch', 'one JSON document'])(
  'nearly all of a dump comes back out of %s that is cut anywhere',
  async (name) => {
    const ids = Array.from({ length: 20 }, (_, i) => i + 1)
    const whole = STRUCTURES[name]?.(dumpOf(ids).trimEnd().split('\n')) ?? ''
    for (let end = Math.floor(whole.length * 0.7); end < whole.length * 0.75; end++) {
      const { dumps } = await read(whole.slice(0, end))
      const what = await said(dumps[0]?.bytes ?? new Uint8Array())
      const [most] = 'groups' in what ? what.groups : []
      expect(most?.frames, whole.slice(end - 40, end)).toEqual(['main.ask.func1'])
      expect(most?.count).toBeGreaterThan(12)
    }
  },
)
