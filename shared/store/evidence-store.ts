import { DAY } from '#shared/time.ts'
import { noEvidence, type ProcessEvidence } from '#shared/trend/evidence.ts'
import { rowKey } from './keys.ts'
import { packEvidence, unpackEvidence } from './packed-evidence.ts'
import { expiresAt, type RowStore } from './rows.ts'

/** As long as a verdict looks back, and a day more. */
const EVIDENCE_DAYS = 15

/** What debug=2 dumps and leak profiles told, longer than their snapshots are kept. */
export interface EvidenceStore {
  /** Nothing known is evidence without content. */
  get(tenant: string, service: string, process: string): Promise<ProcessEvidence>
  put(tenant: string, service: string, evidence: ProcessEvidence, now: number): Promise<void>
  all(tenant: string, service: string): AsyncIterable<ProcessEvidence>
}

export function evidenceStore(rows: RowStore): EvidenceStore {
  return {
    get: async (tenant, service, process) => {
      // It is merged into and put back whole: what another part has just written must be in it.
      const row = await rows.get(rowKey.evidence(tenant, service, process), 'latest')
      return row === undefined ? noEvidence(process) : unpackEvidence(process, row.packed as Uint8Array)
    },
    put: async (tenant, service, evidence, now) => {
      await rows.put({
        ...rowKey.evidence(tenant, service, evidence.process),
        packed: packEvidence(evidence),
        expires: expiresAt(now + EVIDENCE_DAYS * DAY),
      })
    },
    all: async function* (tenant, service) {
      const { pk, sk } = rowKey.evidence(tenant, service, '')
      for await (const row of rows.query({ pk, from: sk, to: `${sk}~` })) {
        yield unpackEvidence(row.sk.slice(sk.length), row.packed as Uint8Array)
      }
    },
  }
}
