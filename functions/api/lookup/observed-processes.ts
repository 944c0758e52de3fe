import type { Observation } from '#shared/survivor/observation.ts'
import type { Process } from '#shared/trend/process.ts'
import type { ApiDeps } from '../api-deps.ts'

/** A process, and what its full dumps say of its goroutines one by one. */
export interface ObservedProcess {
  readonly process: Process
  readonly observations: readonly Observation[]
}

/** Those of these processes that sent full dumps. Dumps are known from the next run of the judge on. */
export async function observedProcesses(
  { evidence }: Pick<ApiDeps, 'evidence'>,
  tenant: string,
  service: string,
  processes: readonly Process[],
): Promise<ObservedProcess[]> {
  const wanted = new Map(processes.map((process) => [process.id, process]))
  const found: ObservedProcess[] = []
  for await (const { process: id, observations = [] } of evidence.all(tenant, service)) {
    const process = wanted.get(id)
    if (process !== undefined && observations.length > 0) found.push({ process, observations })
  }
  return found
}
