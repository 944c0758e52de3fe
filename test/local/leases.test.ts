import { expect, test } from 'vitest'
import { inProcessLeases } from '#infra/local/leases.in-process.ts'
import { judgeLedger } from '#shared/store/judge-ledger.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { DAY, MINUTE } from '#shared/time.ts'
import { NOW } from '#test/support/api.ts'

const rows = () => memoryRows(() => NOW)

test('a lease of an earlier run is free at once, however long it was to last', async () => {
  const table = rows()
  await judgeLedger(table).lease('acme', 'checkout', 'dead', NOW + 999 * DAY, NOW)
  const ledger = inProcessLeases(judgeLedger(table))
  expect(await ledger.lease('acme', 'checkout', 'new', NOW + 5 * MINUTE, NOW)).toBe(true)
})

test('a lease holds until it is given back, whatever the clock says', async () => {
  const ledger = inProcessLeases(judgeLedger(rows()))
  expect(await ledger.lease('acme', 'checkout', 'one', NOW + 5 * MINUTE, NOW)).toBe(true)
  expect(await ledger.lease('acme', 'checkout', 'two', NOW + 999 * DAY, NOW + 998 * DAY)).toBe(false)
  await ledger.release('acme', 'checkout', 'two')
  expect(await ledger.lease('acme', 'checkout', 'two', NOW, NOW)).toBe(false)
  await ledger.release('acme', 'checkout', 'one')
  expect(await ledger.lease('acme', 'checkout', 'two', NOW - DAY, NOW - DAY)).toBe(true)
  await ledger.advance('acme', 'checkout', 'two', { closedThrough: NOW, judgedAt: NOW })
  expect(await ledger.lease('acme', 'checkout', 'three', NOW, NOW)).toBe(true)
})
