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
const stored = (body: Uint8Array, at = NOW, facts: object = {}) => ({
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
    ...facts,
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

  test('is of the type that the newest one looked at says', async () => {
    const typed = stored(DUMP, NOW, { type: 'goroutineleak' })
    const typeOf = async (sides: Parameters<typeof gatherStacks>[0]) =>
      (await gatherStacks(sides, undefined, DEFAULT_READ_LIMITS)).type
    expect(await typeOf({ target: [typed] })).toBe('goroutineleak')
    expect(await typeOf({ base: [typed], target: [] })).toBe('goroutine')
  })

  test.each([
    ['process', ['pod-1', 'pod-2']],
    ['version', ['not said', 'v1']],
    ['label.zone', ['eu', 'not said']],
    ['label.toString', ['not said', 'not said']],
  ])('by %s stands below what each profile says of it', async (by, parts) => {
    const target = [
      stored(DUMP, NOW, { labels: { zone: 'eu' } }),
      stored(DUMP, NOW, { process: { ...process, instance: 'pod-2', version: 'v1' } }),
    ]
    const { tree } = await gatherStacks({ target }, undefined, DEFAULT_READ_LIMITS, { by })
    const counts = parts.map((part) => [`main.a < main.main < ${part}`, 3] as const)
    expect(countsIn(tree)).toEqual(
      parts[0] === parts[1] ? { [`main.a < main.main < ${parts[0]}`]: 6 } : Object.fromEntries(counts),
    )
  })

  test('ends where all profiles together pass the limit, though each is below it', async () => {
    const gather = (profiles: number) => {
      const target = Array.from({ length: profiles }, () => stored(DUMP))
      return gatherStacks({ target }, undefined, DEFAULT_READ_LIMITS, { mostBytes: 1_000 })
    }
    expect((await gather(1)).tree.total()).toBe(3)
    await expect(gather(50)).rejects.toMatchObject({
      reason: 'bad-parameter',
      message: 'The profiles have more than 1000 bytes after gunzip: name one process with process=.',
    })
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
