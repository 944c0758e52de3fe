/** Targets that Kubernetes knows: pods that ask for it, as they come and go. */

import type { Clock } from '../clock.ts'
import { NoList, type Source } from '../discovery/source.ts'
import { Trouble } from '../discovery/trouble.ts'
import type { Log } from '../log.ts'
import type { Random } from '../schedule.ts'
import { ApiRefusal, type ApiServer } from './api-server.ts'
import { BrokenWatch, listPods, type PodScope, watchPods } from './pod-lists.ts'
import { PodTable } from './pod-table.ts'

export interface KubernetesDeps {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

const NAME = 'kubernetes'
/** Milliseconds from the first pause to the longest, doubled each time; as the reflector of client-go. */
const PAUSES = [800, 30_000] as const
/** Milliseconds that a watch lasts which is no sign of trouble. */
const HEALTHY = 10_000
/** Milliseconds in which changes are told together: a thousand pods that come at once are one list. */
const TELL_AFTER = 1_000

export function kubernetesSource(
  api: ApiServer,
  scope: PodScope,
  { clock, random, log }: KubernetesDeps,
): Source {
  return {
    name: NAME,
    async read(signal) {
      const table = new PodTable()
      await listPods(api, scope, table, signal)
      return table.found()
    },
    async watch(tell, stop) {
      const trouble = new Trouble(log, NAME)
      const table = new PodTable()
      let isToTell = false
      const changed = (): void => {
        if (isToTell) return
        isToTell = true
        void clock.sleep(TELL_AFTER, stop).then(() => {
          isToTell = false
          if (!stop.aborted) tell(table.found())
        })
      }
      let version: string | undefined
      let failures = 0
      while (!stop.aborted) {
        const began = clock.now()
        let asked = 0
        try {
          if (version === undefined) {
            const listed = new PodTable()
            version = await listPods(api, scope, listed, stop)
            table.replace(listed)
            tell(table.found())
          }
          const told = { opened: () => trouble.over(), changed }
          version = await watchPods(api, scope, version, table, { random, ...told }, stop)
          failures = clock.now() - began >= HEALTHY ? 0 : failures + 1
        } catch (error) {
          if (!(error instanceof NoList)) throw error
          if (stop.aborted) return
          trouble.note(error)
          if (error instanceof BrokenWatch) version = undefined
          if (error instanceof ApiRefusal) asked = error.retryAfter
          failures++
        }
        // A server that lets each watch end at once, or forgets at once, is not asked without a pause.
        if (failures > 0) await clock.sleep(Math.max(asked, pauseAfter(failures, random)), stop)
      }
    },
  }
}

/** @param failures in a row */
function pauseAfter(failures: number, random: Random): number {
  const [first, last] = PAUSES
  return Math.min(last, first * 2 ** (failures - 1)) * (1 + random())
}
