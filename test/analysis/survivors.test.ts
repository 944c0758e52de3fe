/** Many dumps of one process: who stays in each stack, and do others keep joining them? */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { compareDumps } from '#shared/analysis/compare-dumps.ts'
import type { ReadDump } from '#shared/analysis/read-dump.ts'
import { HOUR } from '#shared/time.ts'
import { goroutineText, readAs } from '#test/support/read-dumps.ts'

async function dumpsOf(name: string): Promise<ReadDump[]> {
  const folder = new URL(`../fixtures/survivors/${name}/`, import.meta.url)
  const series = JSON.parse(readFileSync(new URL('series.json', folder), 'utf8'))
  const profiles: { at: string; debug: number; file: string }[] = series.processes[0].profiles
  return Promise.all(
    profiles
      .filter(({ debug }) => debug === 2)
      .map(({ at, file }) => readAs(gunzipSync(readFileSync(new URL(file, folder))), { at: Date.parse(at) })),
  )
}

const stack = ({ stacks, unchanged }: ReturnType<typeof compareDumps>, leaf: string) =>
  [...stacks, ...unchanged].find(({ frames }) => frames[0] === leaf)

describe('dumps over days', () => {
  test('tell a leak whose count swings with the day', async () => {
    const comparison = compareDumps(await dumpsOf('quote-mix'))
    expect(stack(comparison, 'main.(*quotes).ask')?.survivors).toEqual({
      word: 'stay-and-keep-joining',
      residents: 110,
      joined: 846,
      left: 746,
      neverLeaves: false,
      olderThan: 36,
      says: 'Of 507 goroutines that came in the first half of the time watched, 47 are still there; of those that stayed for 36 h none has left in 513 goroutine-hours since, and others keep joining them.',
    })
    expect(comparison.says.at(-1)).toBe(
      'Where goroutines never leave and others keep joining them, the stack leaks, whatever its count does.',
    )
  })

  test('tell streams that come and go', async () => {
    const comparison = compareDumps(await dumpsOf('tail-conns'))
    expect(stack(comparison, 'main.(*streams).deliver')?.survivors).toMatchObject({ word: 'come-and-go' })
    expect(comparison.says.at(-1)).toContain('may fall again')
  })

  test('say nothing of individuals where they are few or have no times', async () => {
    const all = await dumpsOf('quote-mix')
    const undated = all.map((read) => ({ ...read, at: undefined, datedBy: undefined }))
    for (const dumps of [all.slice(0, 4), undated])
      expect(compareDumps(dumps).stacks.every(({ survivors }) => survivors === null)).toBe(true)
  })

  test('call nobody gone, or new, whom a cut dump may just not show', async () => {
    const send = (id: number) => goroutineText(id, 'chan send', ['main.ask'], 1)
    const whole = await readAs([1, 2, 3, 4, 5].map(send).join(''), { at: 0 })
    const cut = await readAs([1, 3].map(send).join(''), { at: HOUR, isCut: true })
    expect(compareDumps([whole, cut]).goroutines).toMatchObject({ stayed: 2, went: 1, came: 0 })
    expect(compareDumps([cut, whole]).goroutines).toMatchObject({ stayed: 2, went: 0, came: 1 })
  })
})
