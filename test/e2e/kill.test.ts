import { describe, expect, test } from 'vitest'
import { MINUTE } from '#shared/time.ts'
import { withFolder } from '#test/support/cli.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { type Served, serve } from '#test/support/serve.ts'

const PUSHES = 120
/** Pushes under way at one time. */
const PARALLEL = 16

/** The n-th profile: a process, a minute and a number of goroutines of its own. */
function nth(n: number, end: number) {
  const at = new Date(end - (n % 12) * 5 * MINUTE).toISOString()
  const query = new URLSearchParams({ service: 'checkout', instance: `pod-${n}`, at })
  return {
    path: `/v1/profiles?${query}`,
    goroutines: 100 + n,
    body: dump({ 'main.recv < main.worker': 100 + n }),
  }
}

interface Receipt {
  readonly id: string
  readonly decision: string
  readonly goroutines: number
}

/** An answer that broke off is none. */
const receiptOf = (response: Response): Promise<Receipt | undefined> =>
  response.json().then(
    (receipt) => receipt as Receipt,
    () => undefined,
  )

/** Pushes all profiles in parallel. @returns receipts by number; a push that broke off has none */
async function pushAll(
  served: Served,
  end: number,
  onReceipt: (count: number) => void = () => {},
): Promise<Map<number, Receipt>> {
  const receipts = new Map<number, Receipt>()
  let next = 0
  const worker = async (): Promise<void> => {
    for (let n = next++; n < PUSHES; n = next++) {
      const { path, body } = nth(n, end)
      const response = await served.send(path, { method: 'POST', body }).catch(() => undefined)
      const receipt = response?.status === 201 ? await receiptOf(response) : undefined
      if (receipt === undefined) continue
      receipts.set(n, receipt)
      onReceipt(receipts.size)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return receipts
}

const listed = (served: Served) => pages(served, '/v1/services/checkout/profiles?limit=100')

describe('a kill amid the load', () => {
  test.each([10, 75])('after %i receipts loses none of them, and doubles nothing', (killAt) =>
    withFolder(async (home) => {
      const first = await serve(home)
      const end = await first.now()
      const stop = Promise.withResolvers<unknown>()
      const receipts = await pushAll(first, end, (count) => {
        if (count === killAt) stop.resolve(first.stop('SIGKILL'))
      })
      await stop.promise
      expect(receipts.size).toBeGreaterThanOrEqual(killAt)
      expect(receipts.size).toBeLessThan(PUSHES)

      const second = await serve(home)
      const found = new Map((await listed(second)).map((item) => [item.id, item.goroutines]))
      for (const [n, { id }] of receipts) {
        expect(found.get(id)).toBe(100 + n)
        expect(await second.read(`/v1/services/checkout/profiles/${id}`)).toMatchObject({
          id,
          goroutines: 100 + n,
        })
      }

      const again = await pushAll(second, end)
      expect(again.size).toBe(PUSHES)
      for (const [n, { id }] of receipts) expect(again.get(n)).toMatchObject({ id, decision: 'duplicate' })
      const decisions = new Set([...again.values()].map(({ decision }) => decision))
      expect([...decisions].sort()).toEqual(['duplicate', 'stored'])
      const all = await listed(second)
      expect(all).toHaveLength(PUSHES)
      const total = all.reduce((sum, { goroutines }) => sum + Number(goroutines), 0)
      expect(total).toBe(100 * PUSHES + (PUSHES * (PUSHES - 1)) / 2)
      expect((await second.stop()).code).toBe(0)
    }),
  )
})
