import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { SHOPFRONT, tidemark, withFolder } from '#test/support/cli.ts'
import { pages } from '#test/support/pages.ts'
import { serve } from '#test/support/serve.ts'

/** Profiles of the recorded week. */
const PROFILES = 126

describe('tidemark serve', () => {
  test('says in its first line where it listens, on this machine only, and ends with 0 when it is told to', () =>
    withFolder(async (home) => {
      const served = await serve(home)
      expect(served.firstLine).toMatch(/^tidemark listening on http:\/\/127\.0\.0\.1:\d+$/)
      expect(await served.read('/v1/services')).toEqual({ items: [] })
      await expect(fetch(`http://[::1]:${new URL(served.url).port}/healthz`)).rejects.toThrow()
      const { code, stdout, stderr } = await served.stop('SIGTERM')
      expect([code, stdout]).toEqual([0, `${served.firstLine}\n`])
      // No terminal: what is noted may be kept in a log.
      expect(stderr).toBe(
        `data in ${served.data}, admin token in ${join(served.data, 'admin-token')}; Ctrl-C stops\n`,
      )
    }))

  test('makes one admin token, for the eyes of its owner only, and keeps it', () =>
    withFolder(async (home) => {
      const first = await serve(home)
      expect(first.token).toMatch(/^tdm_local_[0-9A-Za-z]{43}$/)
      expect((await stat(join(first.data, 'admin-token'))).mode & 0o777).toBe(0o600)
      await first.stop('SIGINT')
      const again = await serve(home)
      expect(again.token).toBe(first.token)
      await again.stop()
    }))

  test('makes a whole token where a first start was killed while it wrote one', () =>
    withFolder(async (home) => {
      await mkdir(join(home, 'data'))
      await writeFile(join(home, 'data', 'admin-token'), '')
      const served = await serve(home)
      expect(await served.read('/v1/services')).toEqual({ items: [] })
      const empty = await served.send('/v1/services', { headers: { authorization: 'Bearer ' } })
      expect(empty.status).toBe(401)
      await served.stop()
    }))

  test('refuses a folder that another one has, and leaves that one alone', () =>
    withFolder(async (home) => {
      const served = await serve(home)
      const second = await tidemark(['serve', '--data', served.data, '--port', '0'], { home })
      expect(second).toEqual({
        code: 1,
        stdout: '',
        stderr: `tidemark serve: ${served.data} is in use by another tidemark: stop it or name another folder with --data\n`,
      })
      expect(await served.read('/v1/services')).toEqual({ items: [] })
      await served.stop()
    }))

  test('makes folder and token and ends, where only that is asked for', () =>
    withFolder(async (home) => {
      const data = join(home, 'data')
      const first = await tidemark(['serve', '--data', data, '--init'], { home })
      expect(first).toEqual({ code: 0, stdout: `admin token in ${join(data, 'admin-token')}\n`, stderr: '' })
      const token = await readFile(join(data, 'admin-token'), 'utf8')
      const served = await serve(home, ['--host', '0.0.0.0'])
      expect(`${served.token}\n`).toBe(token)
      await served.stop()
    }))

  test('refuses a port that is taken, and gives its folder back', () =>
    withFolder(async (home) => {
      const served = await serve(home)
      const { port } = new URL(served.url)
      const other = join(home, 'other')
      expect(await tidemark(['serve', '--data', other, '--port', port], { home })).toEqual({
        code: 1,
        stdout: '',
        stderr: `tidemark serve: port ${port} is taken: stop what listens there or choose another with --port\n`,
      })
      await served.stop()
    }))
})

describe('the schedule', () => {
  test('finds the leak of a recorded week that is replayed, without being asked', () =>
    withFolder(async (home) => {
      const served = await serve(home, ['--judge-every', '0.2'])
      const { url, token } = served
      const replayed = await tidemark(['replay', SHOPFRONT, '--url', url, '--token', token, '--json'], {
        home,
      })
      expect(replayed.stderr).toBe('')
      expect(JSON.parse(replayed.stdout)).toEqual({
        service: 'shopfront',
        profiles: PROFILES,
        sockets: 2,
        stored: PROFILES + 2,
        skipped: 0,
      })
      const found = await vi.waitFor(
        async () => {
          const findings = await pages(served, '/v1/findings?tier=probable')
          expect(findings).toHaveLength(1)
          return findings[0]
        },
        { timeout: 10_000, interval: 100 },
      )
      expect(found).toMatchObject({ service: 'shopfront', cause: { id: '2' }, version: '2026.9.1' })
      const truth = JSON.parse(await readFile(join(SHOPFRONT, 'truth.json'), 'utf8'))
      const [{ perHour }] = truth.leaks
      expect(Math.abs(Number(found?.perHour) - perHour)).toBeLessThan(0.15 * perHour)
      expect((await served.stop()).stderr).not.toContain('"level":"error"')
    }))
})
