import type { Finding } from '#shared/verdict/finding.ts'
import { severity } from '#shared/verdict/severity.ts'
import { rowKey } from './keys.ts'
import type { Row } from './rows.ts'

/** Digits before the point of a severity in the index: sorts as numbers do up to 10^12. */
const SEVERITY_DIGITS = 12

/** A finding as a row. Open ones stand in the index by severity; the verdict is kept as JSON. */
export function findingRow(tenant: string, finding: Finding): Row {
  const { id, service, state, verdict, ratePerHour, firstFound, lastGrew, history, version } = finding
  const open = state !== 'resolved'
  return {
    ...rowKey.finding(tenant, service, id),
    service,
    state,
    tier: verdict.tier,
    verdict: JSON.stringify(verdict),
    history: JSON.stringify(history),
    ratePerHour,
    firstFound,
    lastGrew,
    version,
    gsi1pk: open ? `${tenant}#open` : undefined,
    gsi1sk: open ? `${severityDigits(severity(verdict))}#${service}#${id}` : undefined,
  }
}

export const findingOf = (row: Row): Finding => ({
  id: row.sk.slice('finding#'.length),
  service: row.service as string,
  state: row.state as Finding['state'],
  verdict: JSON.parse(row.verdict as string),
  history: JSON.parse(row.history as string),
  ratePerHour: row.ratePerHour as number,
  firstFound: row.firstFound as number,
  lastGrew: row.lastGrew as number,
  version: row.version as number,
})

const severityDigits = (value: number): string =>
  Math.max(0, value)
    .toFixed(3)
    .padStart(SEVERITY_DIGITS + 4, '0')
