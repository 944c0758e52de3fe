import { expect, test } from 'vitest'
import { newestRelease } from '#shared/history/newest-release.ts'
import type { LifeSeries } from '#shared/trend/series.ts'

/** A life of a version; times are milliseconds since the epoch. */
const life = (version: string | undefined, startedAt: number | undefined, seenAt = 50): LifeSeries => ({
  process: { id: `${version}-${startedAt}`, version, startedAt } as unknown as LifeSeries['process'],
  life: 0,
  times: Float64Array.of(seenAt),
  counts: new Map(),
})

test.each([
  ['nothing runs', [], undefined],
  ['nobody tells a version', [life(undefined, 5)], undefined],
  ['the one that began last', [life('v1', 5), life('v2', 9), life('v2', 7)], { version: 'v2', at: 7 }],
  [
    'not an older one that was started again',
    [life('v1', 5), life('v2', 7), life('v1', 9)],
    { version: 'v2', at: 7 },
  ],
  [
    'the first sight, where nobody tells the start',
    [life('v1', 5), life('v2', undefined, 60)],
    { version: 'v2', at: 60 },
  ],
])('the newest release: %s', (_, lives, release) => {
  expect(newestRelease(lives)).toEqual(release)
})
