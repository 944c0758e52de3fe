import { expect, it } from 'vitest'
import { stackLines } from '#cli/stack-lines.ts'
import { analyzeDump } from '#shared/analysis/analyze-dump.ts'

/** What is said of goroutines of a ristretto cache, of which eight are normal. */
async function said(count: number): Promise<string | undefined> {
  const name = 'github.com/dgraph-io/ristretto/v2.(*Cache[...]).processItems'
  const dump = `goroutine profile: total ${count}\n${count} @ 0x1\n#\t0x1\t${name}+0x1\t/a.go:1\n`
  const read = await analyzeDump(Buffer.from(dump))
  if ('reason' in read) throw new Error(read.detail)
  const [stack] = read.stacks
  if (stack === undefined) throw new Error('no stack')
  const lines = stackLines(stack, new Map([[stack.id, stack]]), (text) => text)
  return lines.find((line) => line.includes('entry 26'))?.trim()
}

it('a count that is normal is said to be, before what is wrong if there are more', async () => {
  expect(await said(8)).toBe(
    'known as entry 26, normal up to 8 in a process; if more: A ristretto cache that is not closed',
  )
  expect(await said(9)).toBe(
    'known as entry 26: A ristretto cache that is not closed; normal: at most 8 in a process, or as many as you keep on purpose, as one per tenant or host',
  )
})
