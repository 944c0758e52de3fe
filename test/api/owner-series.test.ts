import { expect, test } from 'vitest'
import { ownerSeries } from '#functions/api/answer/owner-series.ts'
import { findingOf } from '#test/notice/findings.ts'

const many = (n: number) =>
  Array.from({ length: n }, (_, i) => findingOf({ id: String(i).padStart(16, '0') }))

test('a finding of two owners counts for each, and one of none for nobody', () => {
  const [first, second, third] = many(3)
  const series = ownerSeries(
    [first, second, third].filter((one) => one !== undefined),
    (finding) => (finding === first ? ['@a', '@b'] : finding === second ? ['@a'] : []),
  )
  expect(series).toEqual([
    { owner: '@a', tier: 'probable', findings: 2 },
    { owner: '@b', tier: 'probable', findings: 1 },
    { owner: '', tier: 'probable', findings: 1 },
  ])
})

test('of a thousand owners a hundred have series, and one has all the others', () => {
  const series = ownerSeries(many(1_000), ({ id }) => [`@${id}`])
  expect(series).toHaveLength(101)
  expect(series.at(-1)).toEqual({ owner: 'others', tier: 'probable', findings: 900 })
})
