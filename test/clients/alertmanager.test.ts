import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { tellFindings } from '#shared/delivery/tell.ts'
import type { Finding } from '#shared/finding/finding.ts'
import { DAY, HOUR } from '#shared/time.ts'
import { findingOf } from '#test/notice/findings.ts'
import { TENANT, testStores } from '#test/support/api.ts'
import { freePort } from '#test/support/free-port.ts'
import { webhookAt } from '#test/support/webhook.ts'
import { clientFolder } from './folder.ts'

interface ShownAlert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly endsAt: string
  readonly generatorURL: string
}

const CONFIG = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n'
const folder = clientFolder()
let alertmanager: ChildProcess
let origin: string

beforeAll(async () => {
  const home = await folder.made
  const config = join(home, 'alertmanager.yaml')
  await writeFile(config, CONFIG)
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  alertmanager = spawn(
    'prometheus-alertmanager',
    [
      `--config.file=${config}`,
      `--storage.path=${home}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  )
  while (
    !(await fetch(`${origin}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await after(50)
})

afterAll(async () => {
  alertmanager.kill()
  await once(alertmanager, 'exit')
  await folder.remove()
})

/** Tells it, by its real clock. */
async function tell(findings: readonly Finding[]) {
  const now = Date.now()
  const { deps } = testStores()
  await deps.webhooks.put(TENANT, webhookAt(origin, now - DAY, { kind: 'alertmanager', secret: undefined }))
  const post = webhookPoster({ reach: 'private too', now: () => now })
  return tellFindings({ ...deps, post, topic: undefined }, TENANT, 'checkout', findings, now, () => ['@shop'])
}

const active = async () => (await (await fetch(`${origin}/api/v2/alerts`)).json()) as ShownAlert[]

test('Alertmanager takes the alerts of a service, keeps one a leak, and ends those that are resolved', async () => {
  const firstFound = Date.now() - 1.5 * HOUR
  const hostile = { id: '2222222222222222', named: '<b>\u202e"\\\n{}' }
  const leaks = [findingOf({ firstFound }), findingOf({ firstFound, ...hostile })]
  expect(await tell(leaks)).toEqual({ sent: 1, failures: [] })
  expect(await tell(leaks)).toEqual({ sent: 1, failures: [] })
  const shown = await active()
  expect(shown.map(({ labels }) => labels)).toEqual(
    expect.arrayContaining(
      ['1111111111111111', '2222222222222222'].map((finding) => ({
        alertname: 'GoroutineLeak',
        severity: 'warning',
        service: 'checkout',
        owner: '@shop',
        finding,
      })),
    ),
  )
  expect(shown).toHaveLength(2)
  const resolved = findingOf({ firstFound, after: [{ to: 'resolved', reason: 'no growth for 30 h' }] })
  expect(await tell([resolved])).toEqual({ sent: 1, failures: [] })
  expect((await active()).map(({ labels }) => labels.finding)).toEqual(['2222222222222222'])
})
