import { describe, expect, test } from 'vitest'
import { evidenceStore } from '#shared/store/evidence-store.ts'
import { rowKey } from '#shared/store/keys.ts'
import { packEvidence } from '#shared/store/packed-evidence.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { joinEvidence, noEvidence } from '#shared/trend/evidence.ts'
import { evidenceStoreContract } from '#test/contract/evidence-store.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('evidence store', (make, clock) => evidenceStoreContract(() => evidenceStore(make()), clock))

describe('a row of the former layout', () => {
  test('is read as before, and gets individuals with the next dump', async () => {
    const rows = memoryRows(() => 0)
    const store = evidenceStore(rows)
    const process = 'web-1@unmarked'
    const former = { process, dumps: [], proofs: [{ at: 5000, leaked: new Map([['0123456789abcdef', 3]]) }] }
    await rows.put({
      ...rowKey.evidence('acme', 'api', process),
      packed: packEvidence(former),
      expires: 9_999_999_999,
    })
    expect(await store.get('acme', 'api', process)).toEqual(former)
    const observation = { at: 6000, isCut: false, newest: 1, stacks: [] }
    const after = joinEvidence(former, { ...noEvidence(process), observations: [observation] })
    await store.put('acme', 'api', after, 0)
    expect(await store.get('acme', 'api', process)).toEqual({ ...former, observations: [observation] })
  })
})
