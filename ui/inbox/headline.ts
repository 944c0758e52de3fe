import { count, counted } from '../format.ts'
import { isOver, type Summary } from '../tier.tsx'
import { firstVerdicts, isLearning, type Service } from './learning.tsx'

/**
 * The inbox in a line. While nothing can be judged it never says that nothing leaks.
 *
 * Example outputs: `2 leaks in 2 services, 1 suspicion, 3 gone`; `Learning: first verdicts in 17 minutes (3 services)`;
 * `Nothing leaks in 2 services; 1 service more: first verdicts in 4 minutes`; `Nothing leaks`
 */
export function headline(items: readonly Summary[], services: readonly Service[], now: number): string {
  const open = items.filter((finding) => !isOver(finding) && finding.state !== 'resolved')
  const sure = open.filter(({ tier }) => tier === 'proven' || tier === 'probable')
  const others = open.length - sure.length
  const over = items.filter(isOver).length
  const leaking = [...new Set(sure.map(({ service }) => service))]
  const where = leaking.length === 1 ? (leaking[0] ?? '') : `${count(leaking.length)} services`
  const parts = [
    ...(sure.length === 0 ? [] : [`${counted(sure.length, 'leak')} in ${where}`]),
    ...(others === 0 ? [] : [counted(others, 'suspicion')]),
    ...(over === 0 ? [] : [`${count(over)} gone`]),
  ]
  return open.length > 0 ? parts.join(', ') : [calm(services, now), ...parts].join(', ')
}

function calm(services: readonly Service[], now: number): string {
  const learning = services.filter(isLearning)
  const judged = services.length - learning.length
  if (learning.length === 0) return 'Nothing leaks'
  if (judged === 0) {
    const said = firstVerdicts(learning, now)
    return `Learning: ${said} (${counted(learning.length, 'service')})`
  }
  return `Nothing leaks in ${counted(judged, 'service')}; ${counted(learning.length, 'service')} more: ${firstVerdicts(learning, now)}`
}
