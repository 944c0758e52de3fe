import { instanceOf } from '#shared/trend/process.ts'
import type { Growing } from '../growth/growth.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'

/** It grows in more than one place: the program leaks, not one machine. */
export function severalProcesses(growing: readonly Growing[]): RuleResult<'several-processes'> {
  const processes = new Set(growing.map(({ life }) => instanceOf(life.series.process.id))).size
  return {
    id: 'several-processes',
    fired: processes >= 2,
    figures: { processes },
    says: `has grown in ${counted(processes, 'process')}; threshold: 2`,
  }
}
