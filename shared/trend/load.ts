import { servedAs } from '#shared/signature/connection.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { HOUR } from '#shared/time.ts'
import type { LifeSeries } from './series.ts'

/** Served connections of a process: how much there was to do. */
export interface Load {
  /** Connections being served at each time of the life. */
  readonly served: Float64Array
}

/** Whether a stack serves a connection or a request: its goroutines come and go with the traffic. */
export const isServing = (signature: Signature): boolean => servedAs(signature) !== undefined

/**
 * Whether the goroutines of a stack are counted as load: one for each connection and one for each request that HTTP/2
 * or gRPC answers beside it. A loop of a connection that is counted already is none.
 */
export const isLoad = (signature: Signature): boolean => {
  const served = servedAs(signature)
  return served === 'connection' || served === 'request'
}

/** Handlers stand between the connection and what they do. */
const HANDLES = /\.ServeHTTP$/

/** Whether a stack is a served connection and nothing more: its count is the load itself. */
export const isConnection = (signature: Signature): boolean =>
  isServing(signature) &&
  signature.ownCode === undefined &&
  !signature.frames.some((frame) => HANDLES.test(frame))

/** Load of one life, for every signature in it. */
export interface LifeLoad {
  /** The load beside one signature, which must not explain itself; undefined where nothing else serves. */
  beside(signature: SignatureId): Load | undefined
}

/**
 * @param serving the signatures that are counted as load
 * @param held those of them whose requests never end: they are no load for another that serves, since where requests hang
 * in several places each would explain the others
 */
export function lifeLoad(
  { counts, times }: LifeSeries,
  serving: ReadonlySet<SignatureId>,
  held: ReadonlySet<SignatureId> = new Set(),
): LifeLoad {
  const present = [...counts.keys()].filter((id) => serving.has(id))
  const free = present.filter((id) => !held.has(id))
  const servedIn = (ids: readonly SignatureId[]): Float64Array => {
    const served = new Float64Array(times.length)
    for (const id of ids) addTo(served, counts.get(id)?.last ?? served.subarray(0, 0))
    return served
  }
  const all = servedIn(present)
  const inFree = free.length === present.length ? all : servedIn(free)
  return {
    beside: (signature) => {
      if (!present.includes(signature)) return present.length === 0 ? undefined : { served: all }
      const own = held.has(signature) ? undefined : counts.get(signature)
      if (free.length === (own === undefined ? 0 : 1)) return undefined
      return {
        served: own === undefined ? inFree : inFree.map((count, i) => count - (own.last[i] as number)),
      }
    },
  }
}

function addTo(sums: Float64Array, counts: Float64Array): void {
  for (let i = 0; i < counts.length; i++) sums[i] = (sums[i] as number) + (counts[i] as number)
}

/** Load that varies by less than this share of its peak tells nothing of rest. */
const VARIES = 0.5

/** Hours since the first of the times. */
export const plainHours = (times: Float64Array): Float64Array =>
  times.map((at) => (at - (times[0] as number)) / HOUR)

/**
 * Hours that the process has been busy up to each time: the clock of a leak that runs per request and pauses
 * when nobody asks. An hour at half of the peak counts for one, an hour at the least load for nothing.
 *
 * @returns as many values as times, rising; plain hours where there is no load to tell
 */
export function busyHours(times: Float64Array, load: Load | undefined): Float64Array {
  if (load === undefined) return plainHours(times)
  const { served } = load
  const least = served.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
  const peak = served.reduce((high, value) => Math.max(high, value), 0)
  if (peak - least <= VARIES * peak) return plainHours(times)
  const busy = new Float64Array(times.length)
  for (let i = 1; i < times.length; i++) {
    const hours = ((times[i] as number) - (times[i - 1] as number)) / HOUR
    busy[i] = (busy[i - 1] as number) + (hours * ((served[i] as number) - least)) / ((peak - least) / 2)
  }
  return busy
}

/**
 * Connections served up to each time, in connection-hours: the clock of what comes once every so many requests.
 *
 * @param load below 0 counts for nothing: that of lives laid over one another is a sum of mean changes
 * @returns as many values as times, none below the one before
 */
export function servedHours(times: Float64Array, { served }: Load): Float64Array {
  const passed = new Float64Array(times.length)
  for (let i = 1; i < times.length; i++) {
    const hours = ((times[i] as number) - (times[i - 1] as number)) / HOUR
    const mean = Math.max(0, ((served[i] as number) + (served[i - 1] as number)) / 2)
    passed[i] = (passed[i - 1] as number) + hours * mean
  }
  return passed
}
