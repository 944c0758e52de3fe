import { expect, test } from 'vitest'
import { rowKey } from '#shared/store/keys.ts'
import { rebuildOf } from '#shared/store/rebuild.ts'
import { NOW } from '#test/support/api.ts'

const SERVICE = 'signature'
const OWN = { from: 'profiles', prefixes: [`profiles/acme/${SERVICE}/`, 'profiles/acme/+/'] }
const ITSELF = { from: 'itself' }
const LOST = { from: 'nothing' }

/** One row of each kind; the name of the service is one that also names kinds of rows. */
test.each([
  [rowKey.snapshot('acme', SERVICE, '1lfr8ag9lvug1e2t6inneer'), { from: 'profiles' }],
  [rowKey.signature('acme', SERVICE, '0123456789abcdef'), OWN],
  [rowKey.process('acme', SERVICE, 'pod-1@20260907T000000Z'), OWN],
  [rowKey.block('acme', SERVICE, 'hour', 'pod-1@20260907T000000Z', NOW), OWN],
  [rowKey.evidence('acme', SERVICE, 'pod-1@20260907T000000Z'), OWN],
  [rowKey.cursor('acme', SERVICE), OWN],
  [rowKey.quiet('acme', SERVICE), OWN],
  [rowKey.late('acme', SERVICE, NOW), OWN],
  [rowKey.lateSnapshot('acme', SERVICE, NOW, 'pod-1@20260907T000000Z', '1lfr8ag9lvug1e2t6inneer'), OWN],
  [rowKey.layout('acme', SERVICE), OWN],
  [rowKey.snapshot('acme', SERVICE, '1lfr8ag9lvug1e2t6inneer', '3f'), { from: 'profiles' }],
  [rowKey.block('acme', SERVICE, 'hour', 'pod-1@20260907T000000Z', NOW, '3f'), OWN],
  [
    rowKey.sockets('acme', SERVICE, '1lfr8ag9lvug1e2t6inneer'),
    { ...OWN, prefixes: [`sockets/acme/${SERVICE}/`] },
  ],
  [rowKey.news(NOW, 3, 'acme', SERVICE), ITSELF],
  [{ pk: 'job#reconcile', sk: 'position' }, ITSELF],
  [rowKey.upload('acme', '00000000-0000-4000-8000-000000000000'), ITSELF],
  [rowKey.delivery('acme', 'hook', NOW, 'id'), ITSELF],
  [rowKey.told('acme', SERVICE, 'notice', 'target'), ITSELF],
  [rowKey.token('ab'), LOST],
  [rowKey.listedToken('acme', 'ab'), LOST],
  [rowKey.tenant('acme'), LOST],
  [rowKey.webhook('acme', 'hook'), LOST],
  [rowKey.service('acme', SERVICE), LOST],
  [rowKey.finding('acme', SERVICE, '0123456789abcdef'), LOST],
])('a lost row %j comes back as it can', ({ pk, sk }, expected) => {
  expect(rebuildOf(pk, sk)).toMatchObject(expected)
})
