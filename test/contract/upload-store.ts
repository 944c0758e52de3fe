import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Upload, UploadOutcome, UploadStore } from '#shared/store/upload-store.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { freshName, type TestClock } from '#test/support/stores.ts'

/** What was announced stays as it is; the first outcome stands. */
export function uploadStoreContract(make: () => UploadStore, clock: TestClock): void {
  const announced = (more: Partial<Upload> = {}): Omit<Upload, 'outcome'> => ({
    tenant: freshName('tenant'),
    id: randomUUID(),
    service: 'team/api:80',
    process: {
      instance: 'pod-1',
      startedAt: Date.parse('2026-09-07T04:00:00Z'),
      session: undefined,
      version: 'v1.4.2',
      buildId: undefined,
    },
    labels: { zone: 'eu' },
    at: Date.parse('2026-09-07T04:59:00Z'),
    type: 'goroutineleak',
    bytes: 64 * 1024 * 1024,
    contentType: 'application/octet-stream',
    announcedAt: clock.now,
    urlExpiresAt: clock.now + 15 * MINUTE,
    ...more,
  })

  const indexed = (problems: number): UploadOutcome => ({
    state: 'indexed',
    receipt: {
      id: '1lfr8ag9lvug1e2t6inneer',
      process: 'pod-1@20260907T040000Z',
      decision: 'stored',
      type: 'goroutine',
      debug: 2,
      at: clock.now,
      goroutines: 60_000,
      signatures: 70,
      newSignatures: 3,
      problems: Array.from({ length: problems }, (_, i) => ({ line: i, text: 'gorou', why: 'cut' })),
    },
  })
  const refusal = { reason: 'empty-body', detail: 'The body is empty.', limit: undefined, actual: undefined }

  test('an upload comes back as it was announced, without an outcome', async () => {
    const process = { ...announced().process, startedAt: undefined, version: undefined }
    for (const one of [announced(), announced({ process, labels: {}, at: undefined, type: undefined })]) {
      await make().announce(one)
      expect(await make().get(one.tenant, one.id)).toEqual({ ...one, outcome: undefined })
    }
  })

  test('an upload of another tenant, or of nobody, is undefined', async () => {
    const one = announced()
    await make().announce(one)
    expect(await make().get(freshName('tenant'), one.id)).toBeUndefined()
    expect(await make().get(one.tenant, randomUUID())).toBeUndefined()
  })

  test.each<[string, UploadOutcome]>([
    ['indexed', indexed(2)],
    ['refused', { state: 'refused', refusal }],
    ['refused over a limit', { state: 'refused', refusal: { ...refusal, limit: 16_000, actual: 16_001 } }],
  ])('an upload that was %s says so, beside what was announced', async (_, outcome) => {
    const one = announced()
    await make().announce(one)
    expect(await make().settle(one.tenant, one.id, outcome)).toBe(true)
    expect(await make().get(one.tenant, one.id)).toEqual({ ...one, outcome })
  })

  test('the first outcome stands', async () => {
    const one = announced()
    await make().announce(one)
    await make().settle(one.tenant, one.id, indexed(0))
    expect(await make().settle(one.tenant, one.id, { state: 'refused', refusal })).toBe(false)
    expect(await make().get(one.tenant, one.id)).toMatchObject({ outcome: indexed(0) })
  })

  test('nobody can settle what was not announced', async () => {
    const tenant = freshName('tenant')
    const id = randomUUID()
    expect(await make().settle(tenant, id, { state: 'refused', refusal })).toBe(false)
    expect(await make().get(tenant, id)).toBeUndefined()
  })

  test('of a thousand problems the first fifty are kept', async () => {
    const one = announced()
    await make().announce(one)
    await make().settle(one.tenant, one.id, indexed(1_000))
    expect(await make().get(one.tenant, one.id)).toEqual({ ...one, outcome: indexed(50) })
  })

  test('a row goes two days after it was announced, settled or not', async () => {
    const [open, settled] = [announced(), announced()]
    for (const one of [open, settled]) await make().announce(one)
    await make().settle(settled.tenant, settled.id, indexed(0))
    const there = async () =>
      (await Promise.all([open, settled].map(({ tenant, id }) => make().get(tenant, id)))).map(Boolean)
    clock.now += 2 * DAY - 1_000
    expect(await there()).toEqual([true, true])
    clock.now += 1_000
    expect(await there()).toEqual([false, false])
    expect(await make().settle(open.tenant, open.id, indexed(0))).toBe(false)
  })
}
