import { instanceOf } from '#shared/trend/process.ts'
import type { Growing, Growth } from '../growth/growth.ts'
import { LARGE_GROWTH } from '../measure/sizes.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted } from '../model/words.ts'
import { WARM_HOURS } from './grown-up.ts'

/**
 * It grows in more than one place: the program leaks, not one machine.
 *
 * @param told those of the growing lives that are no warm-ups
 */
export function severalProcesses(
  told: readonly Growing[],
  growing: readonly Growing[],
): RuleResult<'several-processes'> {
  const processes = instancesOf(told).size
  const all = instancesOf(growing).size
  return {
    id: 'several-processes',
    fired: processes >= 2,
    figures: { processes },
    says:
      processes === all
        ? `has grown in ${counted(all, 'process')}; threshold: 2`
        : `${processes} of ${counted(all, 'process')} grew for ${WARM_HOURS} h or by ${LARGE_GROWTH}; threshold: 2`,
  }
}

/** Instances among the lives. */
const instancesOf = (growths: readonly Growth[]): Set<string> =>
  new Set(growths.map(({ life }) => instanceOf(life.series.process.id)))
