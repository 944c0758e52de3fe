import { LEAST_DUMPS } from '#shared/survivor/survivors.ts'
import { foundBy } from '../model/rule.ts'
import type { Verdict } from '../model/verdict.ts'

/**
 * What would settle a suspicion that has too few full dumps, as one command: agents send them by themselves, Alloy,
 * pyroscope-go and cron do not. Nothing of a verdict that is sure, or has its dumps.
 *
 * Example output: `To settle it, send 5 full dumps of a process that grows, 3 hours apart: curl -s
 * 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2' | tidemark push --service checkout --instance pod-1 -.`
 */
export function settleSentence(
  service: string,
  { tier, rules, processes }: Pick<Verdict, 'tier' | 'rules' | 'processes'>,
): string[] {
  const residents = foundBy(rules, 'residents')
  const missing = LEAST_DUMPS - (residents?.figures.dumps ?? 0)
  if (residents === undefined || missing <= 0 || tier === 'proven' || tier === 'probable') return []
  const dumps =
    missing === 1 ? 'one more full dump' : `${missing} ${missing < LEAST_DUMPS ? 'more ' : ''}full dumps`
  const [instance = 'INSTANCE'] = processes.names
  return [
    `To settle it, send ${dumps} of a process that grows, 3 hours apart: \`curl -s 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2' | tidemark push --service ${service} --instance ${instance} -\`.`,
  ]
}
