import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { iso } from '#shared/time.ts'
import { fixture, tidemark } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'

const DUMP = fixture('go1.24.goroutine.debug0.pb.gz')
let home: string
let served: Served

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
  // The recorded profile carries the day of its recording, which is over by now.
  const at = iso(await served.now())
  const target = ['--url', served.url, '--data', served.data]
  await tidemark(['push', '--service', 'checkout', '--at', at, ...target, DUMP], { home })
})
afterAll(async () => {
  await served.stop()
  await rm(home, { recursive: true })
})

const report = (...args: string[]) =>
  tidemark(['report', ...args, '--url', served.url, '--data', served.data], { home })

describe('tidemark report', () => {
  test('says what to do where there is none yet', async () => {
    const { code, stderr } = await report()
    expect([code, stderr]).toEqual([
      1,
      'tidemark report: there is no report yet; --now makes one of the last 24 hours\n',
    ])
  })

  test('--now prints what the last day brought, with what it rests on', async () => {
    const { code, stdout } = await report('--now')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^# Tidemark, \d{4}-\d\d-\d\d: nothing to report\n/)
    expect(stdout).toContain('- 1 of 1 service sent profiles.')
    expect(stdout).toContain('| checkout |')
  })

  test('prints a page and JSON too', async () => {
    expect((await report('--now', '--format', 'html')).stdout).toMatch(/^<!doctype html>.*<\/html>\n$/s)
    const json = JSON.parse((await report('--now', '--format', 'json', '--service', 'none')).stdout)
    expect(json).toMatchObject({ findings: [], services: [] })
  })

  test('of a day that has none is refused', async () => {
    const { code, stderr } = await report('--date', '2026-01-01')
    expect([code, stderr]).toEqual([1, expect.stringContaining('404 (unknown-report)')])
  })

  test('takes no other form', async () => {
    expect(await report('--format', 'pdf')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('md, html, json'),
    })
  })
})
