import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { OLD_FOLDER } from '#infra/local/take-over.ts'
import { metadataOf } from '#shared/ingest/profile-object.ts'
import { objectKey, snapshotId } from '#shared/store/keys.ts'
import { tidemark, withFolder } from '#test/support/cli.ts'
import { pages } from '#test/support/pages.ts'
import { dump } from '#test/support/pprof.ts'
import { serve } from '#test/support/serve.ts'

const TOKEN = `tdm_local_${'a'.repeat(43)}`

/** The file of an object as the version before 2026-11-29 wrote it. */
function oldFile(
  key: string,
  body: Uint8Array,
  metadata: Readonly<Record<string, string>>,
  at: number,
): Buffer {
  const head = Buffer.from(
    JSON.stringify({ key, size: body.length, etag: '0', modified: at, content: {}, metadata }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  return Buffer.concat([body, head, length, Buffer.from('TMO1')])
}

test('a folder of before 2026-11-29 is refused, and its profiles and token are taken over when they are asked for', () =>
  withFolder(async (home) => {
    const data = join(home, 'data')
    const bucket = join(data, 's3', 'buckets', 'tidemark')
    for (const folder of [bucket, join(data, 'dynamodb'), join(data, 'queue')])
      await mkdir(folder, { recursive: true })
    await writeFile(join(data, 'admin-token'), `${TOKEN}\n`)
    const at = Date.now() - 60_000
    const process = {
      instance: 'pod-1',
      startedAt: undefined,
      session: undefined,
      version: 'v1',
      buildId: undefined,
    }
    const sha256 = '0'.repeat(64)
    const facts = {
      process,
      labels: {},
      type: 'goroutine',
      source: 'push',
      at,
      receivedAt: at,
      sha256,
    } as const
    const key = objectKey.profile('local', 'checkout', snapshotId('pod-1', 'goroutine/0', at), 0)
    await writeFile(join(bucket, '=a'), oldFile(key, dump({ 'main.a < main.b': 7 }), metadataOf(facts), at))
    await writeFile(join(bucket, '=b'), 'half an object')

    const refused = await tidemark(['serve', '--data', data, '--port', '0'], { home })
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('tidemark take-over --data')])
    const careless = await tidemark(['take-over', '--data', data], { home })
    expect([careless.code, careless.stderr]).toEqual([
      2,
      expect.stringContaining('webhooks, settings and decisions'),
    ])
    const taken = await tidemark(['take-over', '--data', data, '--without-decisions'], { home })
    expect([taken.code, taken.stdout]).toEqual([1, expect.stringContaining('1 object taken over')])
    expect(taken.stdout).toContain('damaged, not taken over')
    expect(existsSync(join(data, OLD_FOLDER, 's3', 'buckets', 'tidemark', '=a'))).toBe(true)

    const served = await serve(home)
    expect(served.token).toBe(TOKEN)
    await vi.waitFor(
      async () =>
        expect(await pages(served, '/v1/services/checkout/profiles?limit=9')).toMatchObject([
          { goroutines: 7 },
        ]),
      { timeout: 10_000, interval: 100 },
    )
    await served.stop()
  }))
