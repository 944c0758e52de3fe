import type { Contest } from '../operating/contest.ts'
import type { OperatingPoint } from '../operating/curve.ts'
import type { Row } from '../row.ts'
import { percent, tableOf } from './table.ts'

/** Each baseline at the two thresholds where it comes nearest to Tidemark. */
export function contestTable({ method, recall, wrong }: Row, contests: readonly Contest[]): string {
  return tableOf([
    [
      'method',
      'threshold on',
      `recall, false ≤ ${percent(wrong)}`,
      'from',
      `false, recall ≥ ${percent(recall)}`,
      'from',
    ],
    [method, '–', percent(recall), '–', percent(wrong), '–'],
    ...contests.map(({ name, score, quiet, thorough }) => [
      name,
      score,
      percent(quiet?.recall),
      thresholdOf(quiet),
      thorough === undefined ? 'never' : percent(thorough.wrong),
      thresholdOf(thorough),
    ]),
  ])
}

/** `–` where nothing is reported. */
function thresholdOf(point: OperatingPoint | undefined): string {
  if (point === undefined || !Number.isFinite(point.threshold)) return '–'
  return point.threshold.toLocaleString('en', { maximumSignificantDigits: 4 })
}
