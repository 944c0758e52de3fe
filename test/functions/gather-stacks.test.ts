import { describe, expect, test } from 'vitest'
import { gatherStacks } from '#functions/api/lookup/gather-stacks.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { metadataOf } from '#shared/ingest/profile-object.ts'
import { countsIn } from '#test/pprof/trees.ts'
import { NOW } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const process = {
  instance: 'pod-1',
  startedAt: undefined,
  session: undefined,
  version: undefined,
  buildId: undefined,
}
const stored = (body: Uint8Array, at = NOW) => ({
  key: 'profiles/acme/checkout/2026/09/07/08/x.pb.gz',
  body,
  metadata: metadataOf({
    process,
    labels: {},
    type: 'goroutine',
    at,
    receivedAt: NOW,
    sha256: '',
    source: 'push',
  }),
})
const DUMP = dump({ 'main.a < main.main': 3 })

describe('gathering stacks', () => {
  test('adds up each side, and is of the time of the newest profile looked at', async () => {
    const sides = { base: [stored(DUMP, NOW + 5)], target: [stored(DUMP), stored(DUMP, NOW - 7)] }
    const { tree, type, takenAt } = await gatherStacks(sides, undefined, DEFAULT_READ_LIMITS)
    expect([type, takenAt]).toEqual(['goroutine', NOW])
    expect(countsIn(tree)).toEqual({ 'main.a < main.main': 6 })
    expect(countsIn(tree, 'base')).toEqual({ 'main.a < main.main': 3 })
  })

  test('ends where all profiles together pass the limit, though each is below it', async () => {
    const gather = (profiles: number) => {
      const target = Array.from({ length: profiles }, () => stored(DUMP))
      return gatherStacks({ target }, undefined, DEFAULT_READ_LIMITS, { mostBytes: 1_000 })
    }
    expect((await gather(1)).tree.total()).toBe(3)
    await expect(gather(50)).rejects.toMatchObject({ reason: 'bad-parameter', limit: 1_000 })
  })

  test.each([
    ['cut', DUMP.subarray(0, 30)],
    ['no profile', new TextEncoder().encode('<html>')],
  ])('blames nobody but the bucket for an object that is %s', async (_, body) => {
    const gathered = gatherStacks({ target: [stored(body)] }, undefined, DEFAULT_READ_LIMITS)
    await expect(gathered).rejects.toThrow('the stored profile profiles/acme/checkout/')
    await expect(gathered).rejects.not.toHaveProperty('reason')
  })
})
