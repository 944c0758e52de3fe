import { describe, expect, it } from 'vitest'
import { addEvidence, type FoundEvidence, keepEvidence } from '#shared/history/keep-evidence.ts'
import { evidenceStore } from '#shared/store/evidence-store.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { MINUTE } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import { all } from '#test/support/stores.ts'
import { MONDAY, SERVICE, snapshotOf, TENANT } from './service.ts'

/** The evidence of a service, and how often it was written. */
function kept() {
  const evidence = evidenceStore(memoryRows(() => MONDAY))
  let writes = 0
  const counting: typeof evidence = {
    ...evidence,
    put: (...given) => {
      writes++
      return evidence.put(...given)
    },
  }
  return {
    keep: async (...snapshots: Snapshot[]) => {
      const found: FoundEvidence = new Map()
      for (const snapshot of snapshots) addEvidence(found, snapshot)
      await keepEvidence({ evidence: counting }, TENANT, SERVICE, found, MONDAY)
    },
    told: async () =>
      (await all(evidence.all(TENANT, SERVICE))).map(({ process, dumps, proofs }) => ({
        process,
        dumps: dumps.map(({ at }) => (at - MONDAY) / MINUTE),
        proofs: proofs.map(({ at }) => (at - MONDAY) / MINUTE),
      })),
    writes: () => writes,
  }
}

type Facts = Parameters<typeof snapshotOf>[1]
const snapshotAt = (minute: number, more: Facts): Snapshot =>
  snapshotOf([MONDAY + minute * MINUTE + 123, { leak: 5 }], more).snapshot
const dumpAt = (minute: number, more: Facts = {}) => snapshotAt(minute, { debug: 2, ...more })
const leaksAt = (minute: number) => snapshotAt(minute, { type: 'goroutineleak' })

const PROCESS = dumpAt(0).process
const OTHER = { instance: 'checkout-2' }

describe('keepEvidence', () => {
  it('keeps dumps and leak profiles of each process, whatever the run that saw them', async () => {
    const { keep, told } = kept()
    await keep(dumpAt(0), leaksAt(1), dumpAt(3, OTHER))
    await keep(leaksAt(7), dumpAt(5))
    expect(await told()).toEqual([
      { process: PROCESS, dumps: [0, 5], proofs: [1, 7] },
      { process: dumpAt(0, OTHER).process, dumps: [3], proofs: [] },
    ])
  })

  it('writes once for each process, and nothing when the run is repeated', async () => {
    const { keep, writes } = kept()
    const seen = [dumpAt(0), leaksAt(1), dumpAt(3, OTHER)]
    await keep(...seen)
    expect(writes()).toBe(2)
    await keep(...seen)
    await keep(...seen.toReversed())
    expect(writes()).toBe(2)
    await keep(...seen, leaksAt(9))
    expect(writes()).toBe(3)
  })

  it('writes nothing for snapshots that only count', async () => {
    const { keep, told, writes } = kept()
    await keep(snapshotAt(0, { debug: 0 }), snapshotAt(1, { debug: 1 }))
    expect(writes()).toBe(0)
    expect(await told()).toEqual([])
  })

  it('takes no older dump in the place of newer ones, and does not write for it', async () => {
    const { keep, told, writes } = kept()
    await keep(...[10, 11, 12, 13, 14, 15].map((minute) => dumpAt(minute)))
    await keep(dumpAt(2))
    expect(await told()).toMatchObject([{ dumps: [10, 11, 12, 13, 14, 15] }])
    expect(writes()).toBe(1)
  })
})
