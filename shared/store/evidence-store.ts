import { DAY } from '#shared/time.ts'
import { noEvidence, type ProcessEvidence } from '#shared/trend/evidence.ts'
import { rowKey } from './keys.ts'
import { packEvidence, unpackEvidence } from './packed-evidence.ts'
import { packWithin, unpackObservations } from './packed-observations.ts'
import { expiresAt, type Row, type RowStore } from './rows.ts'

/** As long as a verdict looks back, and a day more. */
const EVIDENCE_DAYS = 15
/** Bytes for the individuals of a process: some 8,000 of them. A row has 400 KB at most. */
const MOST_INDIVIDUALS = 64 * 1024

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
      return row === undefined ? noEvidence(process) : evidenceIn(process, row)
    },
    put: async (tenant, service, evidence, now) => {
      await rows.put({
        ...rowKey.evidence(tenant, service, evidence.process),
        packed: packEvidence(evidence),
        individuals:
          evidence.observations === undefined
            ? undefined
            : packWithin(evidence.observations, MOST_INDIVIDUALS),
        expires: expiresAt(now + EVIDENCE_DAYS * DAY),
      })
    },
    all: async function* (tenant, service) {
      const { pk, sk } = rowKey.evidence(tenant, service, '')
      for await (const row of rows.query({ pk, from: sk, to: `${sk}~` })) {
        yield evidenceIn(row.sk.slice(sk.length), row)
      }
    },
  }
}

/** Rows from before individuals were kept have none. */
const evidenceIn = (process: string, { packed, individuals }: Row): ProcessEvidence => ({
  ...unpackEvidence(process, packed as Uint8Array),
  ...(individuals === undefined ? {} : { observations: unpackObservations(individuals as Uint8Array) }),
})
