import { readFile } from 'node:fs/promises'
import { describe, expect, test, vi } from 'vitest'
import { fixture, withFolder } from '#test/support/cli.ts'
import { pages } from '#test/support/pages.ts'
import { type Served, serve } from '#test/support/serve.ts'

const DUMP = fixture('go1.24.goroutine.debug2.txt')

/** Announces a dump of `checkout` and puts it. @returns the path that tells what became of it */
async function upload(served: Served, instance: string, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const query = new URLSearchParams({ service: 'checkout', instance, bytes: String(body.byteLength) })
  const announced = await served.send(`/v1/uploads?${query}`, { method: 'POST' })
  const { url, method, headers, links } = (await announced.json()) as {
    url: string
    method: string
    headers: Record<string, string>
    links: { self: string }
  }
  expect((await fetch(url, { method, headers, body })).status).toBe(200)
  return links.self
}

const settled = (served: Served, path: string): Promise<unknown> =>
  vi.waitFor(
    async () => {
      const answer = await served.read(path)
      expect(answer).toHaveProperty('state', expect.stringMatching(/^(indexed|refused)$/))
      return answer
    },
    { timeout: 20_000, interval: 50 },
  )

describe('an upload to the local stack', () => {
  test('is indexed without waiting for the schedule, and refused by name', () =>
    withFolder(async (home) => {
      const served = await serve(home)
      const good = await upload(served, 'pod-1', new Uint8Array(await readFile(DUMP)))
      expect(await settled(served, good)).toMatchObject({
        state: 'indexed',
        receipt: { decision: 'stored', debug: 2 },
      })
      const bad = await upload(served, 'pod-2', Buffer.from('hello'))
      expect(await settled(served, bad)).toMatchObject({
        state: 'refused',
        refusal: { reason: 'unknown-format' },
      })
      expect(await pages(served, '/v1/services/checkout/profiles?limit=9')).toHaveLength(1)
      const { code, stderr } = await served.stop()
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('"level":"error"')])
    }))

  test('is not lost where the process is killed right after the put', () =>
    withFolder(async (home) => {
      const body = new Uint8Array(await readFile(DUMP))
      const first = await serve(home)
      const uploads = await Promise.all(Array.from({ length: 8 }, (_, i) => upload(first, `pod-${i}`, body)))
      await first.stop('SIGKILL')
      const second = await serve(home)
      for (const path of uploads) expect(await settled(second, path)).toMatchObject({ state: 'indexed' })
      expect(await pages(second, '/v1/services/checkout/profiles?limit=9')).toHaveLength(8)
      await second.stop()
    }))
})
