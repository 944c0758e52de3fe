import { Rejection } from '#shared/api/reason.ts'
import type { ProcessFacts } from '#shared/trend/process.ts'
import { type AdmissionLimits, isMark, isName } from './admission.ts'

/** Whose profile it is, as the labels of a Pyroscope client tell. */
export interface ClientFacts {
  readonly service: string
  readonly process: ProcessFacts
  /** Those that are no part of the above. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Labels that name a thing, the best first; a dot is the same as `_`.
 *
 * `instance` is what Prometheus, Alloy and most operators set, one a process; a pod can hold several. The session is
 * what pyroscope-go sets by itself: one an instance, the same again after a restart on the same host.
 */
const SERVICE = ['service_name']
const INSTANCE = [
  'instance',
  'service_instance_id',
  'pod',
  'pod_name',
  'k8s_pod_name',
  'hostname',
  'host_name',
  'host',
  '__session_id__',
]
const SESSION = ['__session_id__']
const VERSION = ['service_version', 'version', 'app_version', 'release', 'service_git_ref']

/** One process a service, as far as anybody can tell. */
const NO_INSTANCE = 'unnamed'

/**
 * Tells service and process from labels. A value that cannot be a name or a mark counts only where no other one names the
 * instance, and is refused then: two processes must not become one. Labels that begin with `__` are dropped, as Pyroscope does.
 *
 * @param application names the service where no label does
 * @throws Rejection `bad-service-name` where neither does
 */
export function readClientLabels(
  labels: Readonly<Record<string, string>>,
  application: string,
  admission: AdmissionLimits,
): ClientFacts {
  const entries = Object.entries(labels).filter(([, value]) => value !== '')
  const used = new Set<string>()
  const first = (names: readonly string[], fits: (value: string) => boolean): string | undefined => {
    for (const name of names) {
      const [key, value] =
        entries.find(([key, value]) => key.replaceAll('.', '_') === name && fits(value)) ?? []
      if (key === undefined) continue
      used.add(key)
      return value
    }
    return undefined
  }
  const service = first(SERVICE, () => true) ?? application
  if (service === '') throw new Rejection('bad-service-name', 'No label names the service: add service_name.')
  const instance =
    first(INSTANCE, (value) => isName(value, admission)) ?? first(INSTANCE, () => true) ?? NO_INSTANCE
  const session = first(SESSION, isMark)
  const version = first(VERSION, isMark)
  return {
    service,
    process: { instance, startedAt: undefined, session, version, buildId: undefined },
    labels: Object.fromEntries(entries.filter(([key]) => !used.has(key) && !key.startsWith('__'))),
  }
}
