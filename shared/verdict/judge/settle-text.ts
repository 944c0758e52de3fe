import { LEAST_DUMPS } from '#shared/survivor/survivors.ts'
import { foundBy } from '../model/rule.ts'
import type { Verdict } from '../model/verdict.ts'

type Suspicion = Pick<Verdict, 'tier' | 'seen' | 'rules' | 'processes'>

/** What would settle a suspicion. */
export interface Settling {
  /** A sentence up to its colon, which the command follows. */
  readonly says: string
  /** For a shell. */
  readonly command: string
}

const FULL_DUMP = "curl -s 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2'"
const LEAK_PROFILE = 'curl -s http://127.0.0.1:6060/debug/pprof/goroutineleak'

/**
 * What would settle a suspicion, as one command: what is missing, the most telling first. Full dumps come from agents by
 * themselves, from Alloy, pyroscope-go and cron they do not. Where nothing is missing only time tells, and the agent
 * sends what the judge asks for meanwhile. Undefined where the verdict is sure, or nothing grows.
 */
export function settling(service: string, verdict: Suspicion): Settling | undefined {
  const { tier, seen, rules, processes } = verdict
  if (tier === 'proven' || tier === 'probable' || seen !== 'growing') return undefined
  const [instance = 'INSTANCE'] = processes.names
  const push = `tidemark push --service ${quoted(service)} --instance ${quoted(instance)} -`
  const dumps = missingDumps(verdict)
  if (dumps > 0) {
    const some =
      dumps === 1 ? 'one more full dump' : `${dumps} ${dumps < LEAST_DUMPS ? 'more ' : ''}full dumps`
    return {
      says: `To settle it, send ${some} of a process that grows, 3 hours apart`,
      command: `${FULL_DUMP} | ${push}`,
    }
  }
  if (foundBy(rules, 'runtime-proof')?.figures.reads === 0)
    return {
      says: 'To settle it, send a leak profile of a process that grows (Go 1.27, or 1.26 with GOEXPERIMENT=goroutineleakprofile)',
      command: `${LEAK_PROFILE} | ${push}`,
    }
  return {
    says: 'Time will settle it; an agent sends what the judge asks for meanwhile',
    command: `tidemark agent --target http://127.0.0.1:6060 --service ${quoted(service)} --instance ${quoted(instance)}`,
  }
}

/** None where nobody asked who stays, as of a family. */
function missingDumps({ rules }: Suspicion): number {
  const residents = foundBy(rules, 'residents')
  return residents === undefined ? 0 : LEAST_DUMPS - (residents.figures.dumps ?? 0)
}

/** Names from outside, safe in a shell that somebody pastes them into. */
const quoted = (name: string): string =>
  /^[\w./@:+-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`

/**
 * The same for a verdict in sentences, where full dumps are missing.
 *
 * Example output: `To settle it, send 5 full dumps of a process that grows, 3 hours apart: curl -s
 * 'http://127.0.0.1:6060/debug/pprof/goroutine?debug=2' | tidemark push --service checkout --instance pod-1 -.`
 */
export function settleSentence(service: string, verdict: Suspicion): string[] {
  const settled = settling(service, verdict)
  return settled === undefined || missingDumps(verdict) <= 0
    ? []
    : [`${settled.says}: \`${settled.command}\`.`]
}
