/** Which labels of a process are kept if all of them are too many: a fixed order of worth, the same for every push. */

/** What labels may take. */
export interface LabelRoom {
  readonly labels: number
  /** Bytes of all labels together, as they are kept: percent-encoded JSON. */
  readonly bytes: number
}

/** Labels, and the keys of those that were left out, the most worthy first. */
export interface TrimmedLabels {
  readonly labels: Readonly<Record<string, string>>
  readonly trimmed: readonly string[]
}

/** Characters of a key that can be kept. */
const LONGEST_KEY = 100

/**
 * Keys that tell processes apart in the way people ask for them, the most worthy first: where it runs and for whom, then
 * what it is, then which runtime. `.`, `/` and `-` count as `_`.
 */
const WORTH = [
  'deployment_environment_name',
  'deployment_environment',
  'environment',
  'env',
  'stage',
  'cluster',
  'k8s_cluster_name',
  'region',
  'cloud_region',
  'zone',
  'cloud_availability_zone',
  'namespace',
  'k8s_namespace_name',
  'service_namespace',
  'team',
  'owner',
  'tenant',
  'app',
  'app_kubernetes_io_name',
  'app_kubernetes_io_instance',
  'app_kubernetes_io_component',
  'app_kubernetes_io_part_of',
  'component',
  'role',
  'tier',
  'version',
  'app_kubernetes_io_version',
  'pod',
  'k8s_pod_name',
  'container',
  'k8s_container_name',
  'k8s_deployment_name',
  'k8s_statefulset_name',
  'k8s_daemonset_name',
  'k8s_cronjob_name',
  'k8s_job_name',
  'node',
  'k8s_node_name',
  'host_name',
  'hostname',
  'host',
  'instance',
  'process_runtime_version',
  'process_runtime_name',
  'process_pid',
  'source',
]
const PLACE: ReadonlyMap<string, number> = new Map(WORTH.map((key, place) => [key, place]))

/** Keys whose values are long or change with each pod, and that nobody asks for. */
const LEAST_WORTH =
  /(?:^|_)(?:uid|hash|checksum|digest|digests|annotations?|command|command_args|command_line|description|executable_path)(?:_|$)|^(?:container_id|container_runtime|telemetry_|os_|cloud_account|cloud_resource|helm_sh_|topology_|statefulset_kubernetes_io|apps_kubernetes_io|service_istio_io|security_istio_io|sidecar_istio_io)/

/**
 * Keeps labels in the order of their worth for as long as there is room: those that the owners of the service have
 * chosen, those of `WORTH`, others, those of `LEAST_WORTH`; of equal worth by key. A label that does not fit is left out
 * whole, and a smaller one behind it may still fit.
 *
 * @param chosen keys that the owners have allowed (`allowedLabels`)
 */
export function trimLabels(
  labels: Readonly<Record<string, string>>,
  room: LabelRoom,
  chosen: readonly string[] = [],
): TrimmedLabels {
  const entries = Object.entries(labels)
  const isAllowed = ([key]: readonly [string, string]): boolean => key.length <= LONGEST_KEY
  if (entries.length <= room.labels && entries.every(isAllowed) && bytesOf(labels) <= room.bytes)
    return { labels, trimmed: [] }
  const wanted = new Set(chosen)
  const kept = new Set<string>()
  const trimmed: string[] = []
  let bytes = BRACES
  for (const entry of entries.map((entry) => ranked(entry, wanted)).sort(byWorth)) {
    const [key] = entry.entry
    const taken = bytes + entryBytes(entry.entry)
    if (kept.size < room.labels && isAllowed(entry.entry) && taken - COMMA <= room.bytes) {
      kept.add(key)
      bytes = taken
    } else trimmed.push(key)
  }
  return { labels: Object.fromEntries(entries.filter(([key]) => kept.has(key))), trimmed }
}

interface Ranked {
  readonly entry: readonly [string, string]
  readonly rank: number
}

function ranked(entry: readonly [string, string], chosen: ReadonlySet<string>): Ranked {
  const [key] = entry
  if (chosen.has(key)) return { entry, rank: -1 }
  const plain = key.replaceAll(/[./-]/g, '_').toLowerCase()
  const others = WORTH.length
  return { entry, rank: PLACE.get(plain) ?? (LEAST_WORTH.test(plain) ? others + 1 : others) }
}

/** By code unit, so that the order is the same everywhere. */
const byWorth = (a: Ranked, b: Ranked): number => a.rank - b.rank || (a.entry[0] < b.entry[0] ? -1 : 1)

const encodedBytes = (json: string): number => encodeURIComponent(json.toWellFormed()).length
/** Bytes of `{}` and of a comma, percent-encoded. */
const BRACES = encodedBytes('{}')
const COMMA = encodedBytes(',')

/** Bytes of labels as they are kept. */
export const bytesOf = (labels: Readonly<Record<string, string>>): number =>
  encodedBytes(JSON.stringify(labels))

const entryBytes = ([key, value]: readonly [string, string]): number =>
  encodedBytes(`${JSON.stringify(key)}:${JSON.stringify(value)},`)
