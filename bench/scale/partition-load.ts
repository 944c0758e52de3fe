/** What DynamoDB charges for a request, and where. */
export interface Use {
  /** The partition key. */
  readonly pk: string
  readonly kind: 'read' | 'write'
  /** Capacity units. */
  readonly units: number
  readonly bytes: number
  /** Bytes of the answer; undefined: all that were read. */
  readonly carried?: number
}

/** Units a second that a partition serves ("Quotas", Amazon DynamoDB Developer Guide); what it saved up is not counted on. */
export const PARTITION_UNITS = { read: 3_000, write: 1_000 } as const

/** The busiest second of the busiest partition. */
export interface HotPartition {
  readonly pk: string
  readonly kind: Use['kind']
  /** Units in that second. */
  readonly units: number
  /** Of what a partition serves; never above 1, since what is more waits. */
  readonly share: number
}

/** Partitions of a table under load. */
export interface PartitionLoad {
  readonly units: { read: number; write: number }
  readonly requests: { read: number; write: number }
  readonly bytes: { read: number; write: number }
  /** Requests that a partition had no room for at first, and the milliseconds that they waited. */
  readonly throttled: { requests: number; milliseconds: number }
  /** Units of each kind and partition. */
  readonly partitions: Map<string, number>
  /** @returns when the partition has room for it: what asks too early is throttled, and the SDK asks again */
  take(use: Use, now: number): number
  hottest(): HotPartition | undefined
}

export function partitionLoad(): PartitionLoad {
  const freeAt = new Map<string, number>()
  const seconds = new Map<string, HotPartition & { readonly second: number }>()
  let hottest: HotPartition | undefined
  const note = ({ pk, kind, units }: Use, at: number): void => {
    const key = `${kind} ${pk}`
    const second = Math.floor(at / 1_000)
    const known = seconds.get(key)
    const sum = units + (known?.second === second ? known.units : 0)
    // A page that is larger than a second has seconds for itself.
    const each = Math.min(sum, PARTITION_UNITS[kind])
    const load = { pk, kind, units: each, share: each / PARTITION_UNITS[kind], second }
    seconds.set(key, load)
    if (load.share > (hottest?.share ?? 0)) hottest = load
  }
  const load: PartitionLoad = {
    units: { read: 0, write: 0 },
    requests: { read: 0, write: 0 },
    bytes: { read: 0, write: 0 },
    throttled: { requests: 0, milliseconds: 0 },
    partitions: new Map(),
    take: (use, now) => {
      const { pk, kind, units, bytes, carried = bytes } = use
      load.units[kind] += units
      load.requests[kind]++
      load.bytes[kind] += carried
      const key = `${kind} ${pk}`
      load.partitions.set(key, (load.partitions.get(key) ?? 0) + units)
      const at = Math.max(now, freeAt.get(key) ?? 0)
      freeAt.set(key, at + (units / PARTITION_UNITS[kind]) * 1_000)
      if (at > now) {
        load.throttled.requests++
        load.throttled.milliseconds += at - now
      }
      note(use, at)
      return at
    },
    hottest: () => hottest,
  }
  return load
}
