import { expect, test } from 'vitest'
import { judgeService } from '#functions/judge-service/judge-service.ts'
import { HOUR, MINUTE } from '#shared/time.ts'
import { NOW, TENANT, testStores } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'
import { ingest, pushOf } from '#test/support/push.ts'
import { all } from '#test/support/stores.ts'

const SERVICE = 'checkout'
const PUSHES = 24
const STEP = 15 * MINUTE

/** Blocks of a service that pushes for six hours; the judge comes after the fourth push and at the end. */
async function blocksAfter(ahead: number) {
  const stores = testStores()
  const judge = () => judgeService(stores.deps, TENANT, SERVICE, 'run', stores.clock.now)
  for (let i = 0; i < PUSHES; i++) {
    const at = NOW + i * STEP
    stores.clock.now = at
    const process = { ...pushOf().process, startedAt: NOW - HOUR }
    await ingest(stores, { at, process, body: dump({ 'main.recv < main.worker': 5 + i }) })
    if (i !== 4) continue
    stores.clock.now = at + ahead
    await judge()
  }
  stores.clock.now = NOW + PUSHES * STEP
  await judge()
  return all(stores.deps.blocks.range(TENANT, SERVICE, 'hour', NOW - HOUR, stores.clock.now))
}

test('a judge whose clock was three hours ahead closes no hour without what was pushed later', async () => {
  expect(await blocksAfter(3 * HOUR)).toEqual(await blocksAfter(0))
})
