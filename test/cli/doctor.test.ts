import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFolder } from '#infra/local/open-folder.ts'
import { TRIES } from '#shared/store/index-queue.sqlite.ts'
import { tidemark, withFolder } from '#test/support/cli.ts'
import { serve } from '#test/support/serve.ts'

test('doctor says that nothing is damaged, what is, and what was put aside', () =>
  withFolder(async (home) => {
    const served = await serve(home)
    const running = await tidemark(['doctor', '--data', served.data], { home })
    expect([running.code, running.stdout]).toEqual([0, expect.stringContaining('nothing is damaged')])
    await served.stop()

    const folder = openFolder(served.data, { now: () => Date.now() })
    await folder.queue.send({ key: 'profiles/unknown' })
    for (let tries = 0; tries < TRIES; tries++)
      for (const message of folder.queue.waiting(0, 1)) await folder.queue.failed(message, 'no such key')
    folder.database.exec("UPDATE row SET crc = crc + 1 WHERE pk LIKE 'token#%'")
    await folder.close()

    const { code, stdout } = await tidemark(['doctor', '--data', served.data], { home })
    expect(code).toBe(1)
    expect(stdout).toContain('lost: a token')
    expect(stdout).toContain('not indexed: profiles/unknown: no such key')
    const again = JSON.parse((await tidemark(['doctor', '--data', served.data, '--json'], { home })).stdout)
    expect(again).toMatchObject({
      isMended: true,
      pages: [],
      damaged: [],
      dead: [{ key: 'profiles/unknown' }],
    })

    const redriven = await tidemark(['redrive', '--data', served.data], { home })
    expect([redriven.code, redriven.stdout]).toEqual([
      0,
      expect.stringContaining('1 message moved back to the queue'),
    ])
  }))

test.each(['doctor', 'redrive'])('%s names the option where no data is', (command) =>
  withFolder(async (home) => {
    const { code, stderr } = await tidemark([command, '--data', join(home, 'nothing')], { home })
    expect([code, stderr]).toEqual([1, expect.stringContaining('holds no data of Tidemark: name the folder')])
  }),
)
