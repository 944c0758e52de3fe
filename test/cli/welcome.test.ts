import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { welcome } from '#cli/welcome.ts'

const STARTED = {
  url: 'http://127.0.0.1:4180',
  token: 'tdm_local_secret',
  tokenFile: '/home/ada lovelace/.tidemark/admin-token',
}

describe('a server that has started', () => {
  test('gives a person a link that logs in, and three ways to connect', () => {
    const said = welcome(STARTED).join('\n')
    expect(said).toContain('http://127.0.0.1:4180/#token=tdm_local_secret')
    for (const way of ['from beside', 'from cron', 'from inside']) expect(said).toContain(way)
  })

  test('gives commands that sh can read', async () => {
    const said = welcome(STARTED)
    const from = said.findIndex((line) => line.includes('from cron'))
    const command = said
      .slice(from, from + 3)
      .join('\n')
      .replace('  from cron ', '')
    const shell = spawn('sh', ['-n'], { stdio: 'pipe' })
    shell.stdin.end(command)
    const [stderr, [code]] = await Promise.all([text(shell.stderr), once(shell, 'close')])
    expect([code, stderr]).toEqual([0, ''])
  })
})
