import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { Profile } from 'pprof-format'
import { describe, expect, test } from 'vitest'
import { profileProto } from '#shared/pprof/proto.ts'
import type { StackTree } from '#shared/pprof/stack-tree.ts'
import { countsOf, profileIn, type Stacks, stacks, treeOf } from './trees.ts'

const FACTS = { type: 'goroutine', service: 'checkout', takenAt: Date.parse('2026-09-07T05:00:00Z') } as const
const write = (tree: StackTree) => profileProto(tree, FACTS)
const decode = async (tree: StackTree) => Profile.decode(gunzipSync(await write(tree)))

/** The decoder gives int64 as if it had no sign. */
const signed = (value: number | bigint = 0): number => Number(BigInt.asIntN(64, BigInt(value)))

const readCounts = async (bytes: Uint8Array) => countsOf((await profileIn(bytes)).groups)

/** What pprof shows for each stack: the values of all its samples, labels or not, added up; nothing where that is 0. */
async function shownBy(tree: StackTree): Promise<Record<string, number>> {
  const { sample, location, function: functions, stringTable } = await decode(tree)
  const name = (id: number | bigint) => {
    const line = location.find((each) => each.id === id)?.line[0]
    const found = functions.find((each) => each.id === line?.functionId)
    return stringTable.strings[Number(found?.name)] ?? ''
  }
  const sums = countsOf(
    sample.map(({ locationId, value }) => ({ frames: locationId.map(name), count: signed(value[0]) })),
  )
  return Object.fromEntries(Object.entries(sums).filter(([, count]) => count !== 0))
}

describe('a profile.proto', () => {
  test('has the stacks and counts that were written, as another decoder and our own reader see them', () =>
    fc.assert(
      fc.asyncProperty(stacks, async (some) => {
        expect(await readCounts(await write(treeOf(some)))).toEqual(countsOf(some))
        expect(await shownBy(treeOf(some))).toEqual(countsOf(some))
      }),
    ))

  test('of two dumps together is the sum of both, in whatever order', () =>
    fc.assert(
      fc.asyncProperty(stacks, stacks, async (a, b) => {
        expect(await readCounts(await write(treeOf([...a, ...b])))).toEqual(countsOf([...a, ...b]))
        expect(await write(treeOf([...b, ...a]))).toEqual(await write(treeOf([...a, ...b])))
      }),
    ))

  test('of a difference adds up to it, and of equal dumps to nothing', () =>
    fc.assert(
      fc.asyncProperty(stacks, stacks, async (base, target) => {
        const negative: Stacks = base.map(({ frames, count }) => ({ frames, count: -count }))
        const difference = Object.entries(countsOf([...target, ...negative])).filter(([, n]) => n !== 0)
        expect(await shownBy(treeOf(target, base))).toEqual(Object.fromEntries(difference))
        expect(await shownBy(treeOf(base, base))).toEqual({})
      }),
    ))

  test('labels what it compares with, so that pprof shows percentages of it', async () => {
    const stack = ['main.a']
    const { sample, stringTable } = await decode(
      treeOf([{ frames: stack, count: 7 }], [{ frames: stack, count: 5 }]),
    )
    const text = (index: number | bigint) => stringTable.strings[Number(index)]
    const labels = sample.map(({ value, label }) => [
      signed(value[0]),
      ...label.map(({ key, str }) => `${text(key)}=${text(str)}`),
    ])
    expect(labels).toEqual([[7], [-5, 'pprof::base=true']])
  })

  test('says what it is of and when, and that nobody need look for symbols', async () => {
    const { mapping, sampleType, periodType, period, timeNanos, durationNanos, stringTable } = await decode(
      treeOf([{ frames: ['main.a'], count: 1 }]),
    )
    const text = (index: number | bigint) => stringTable.strings[Number(index)]
    expect(mapping).toMatchObject([{ hasFunctions: true, hasFilenames: true, hasLineNumbers: true }])
    expect(text(mapping[0]?.filename ?? 0)).toBe('checkout')
    expect([...sampleType, periodType].map((type) => [text(type?.type ?? 0), text(type?.unit ?? 0)])).toEqual(
      [
        ['goroutine', 'count'],
        ['goroutine', 'count'],
      ],
    )
    expect([Number(period), Number(durationNanos)]).toEqual([1, 0])
    expect(Number(timeNanos) / 1e6).toBe(FACTS.takenAt)
  })
})
