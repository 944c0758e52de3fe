/** One program from Go 1.26.8 and 1.27.4, which names HTTP/2 anew: test/fixtures/http2. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyzeDump, type DumpAnalysis } from '#shared/analysis/analyze-dump.ts'
import { sourceName } from '#shared/signature/aliases/spelling.ts'

async function analysed(file: string): Promise<DumpAnalysis> {
  const body = readFileSync(new URL(`../fixtures/http2/${file}`, import.meta.url))
  const analysis = await analyzeDump(body)
  if ('reason' in analysis) throw new Error(analysis.detail)
  return analysis
}

/** Goroutines, cause and entry function of the stacks that both programs have. */
const named = ({ stacks }: DumpAnalysis): string[] =>
  stacks
    .filter(({ count }) => count > 1)
    .map(({ count, cause, frames }) => `${count} ${cause?.id ?? '-'} ${sourceName(frames.at(-1) ?? '')}`)
    .sort()

describe.each(['debug0.pb.gz', 'debug1.txt', 'debug2.txt'])('%s', (form) => {
  it('gives the same causes for both', async () => {
    const [older, newer] = [await analysed(`go1.26.${form}`), await analysed(`go1.27.${form}`)]
    expect(named(newer)).toEqual(named(older))
    expect(named(newer)).toContain('4 6 net/http.(*http2ClientConn).readLoop')
  })

  it('is shown in the names of its own Go', async () => {
    const names = (await analysed(`go1.27.${form}`)).stacks.flatMap(({ frames }) => frames)
    expect(names).toContain('net/http/internal/http2.(*clientConnReadLoop).run')
    expect(names.filter((name) => name.startsWith('net/http.(*http2'))).toEqual([])
  })

  it('says what Go 1.27 has changed of a body that is not read, and to no older Go', async () => {
    const unread = async (file: string) =>
      (await analysed(file)).stacks.find(({ cause }) => cause?.id === '1')?.cause
    expect(await unread(`go1.26.${form}`)).not.toHaveProperty('notes')
    const { notes, fix } = (await unread(`go1.27.${form}`)) ?? {}
    expect(notes).toEqual([expect.stringContaining('Since Go 1.27 Close reads up to 256 KB')])
    expect(fix).toBe('Close the body on every path, and share one http.Client.')
  })
})

it('says of a goroutineleak profile that something holds the transport of what it does not list', async () => {
  const { stacks } = await analysed('go1.27.goroutineleak.debug2.txt')
  const { cause, leaked } = stacks.find((one) => one.cause?.id === '1') ?? {}
  expect(leaked).toBe(0)
  expect(cause?.notes?.at(-1)).toContain('something still holds their http.Transport')
})

it('says of what a goroutineleak profile proves that nothing does', async () => {
  const text = readFileSync(
    new URL('../fixtures/http2/go1.27.goroutineleak.debug2.txt', import.meta.url),
    'utf8',
  )
  // As measured of transports that nobody holds: readLoop and writeLoop are both `[select (leaked)]`.
  const proven = text.replaceAll(
    /\[select\]:\nnet\/http\.\(\*persistConn\)/g,
    '[select (leaked)]:\nnet/http.(*persistConn)',
  )
  expect(proven).not.toBe(text)
  const analysis = await analyzeDump(Buffer.from(proven))
  if ('reason' in analysis) throw new Error(analysis.detail)
  const { cause } = analysis.stacks.find(({ leaked, cause }) => leaked > 0 && cause?.id === '1') ?? {}
  expect(cause?.notes?.at(-1)).toContain('Their http.Transport is gone too')
  expect(cause?.fix).toContain('in place of a Transport per request')
})
