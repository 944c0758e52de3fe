import type { Random } from '../battery/random.ts'
import type { Counting } from './service.ts'

/** Keys (tenants, shards, hosts, customers) and how the requests are spread over them. */
export interface Keys {
  /** Share of the requests of each key; sums to 1. */
  readonly shares: readonly number[]
}

/** Zipf: the n-th key has n^-exponent of the requests of the first; exponent 0: all as many. */
export function zipfKeys(number: number, exponent: number): Keys {
  const weights = Array.from({ length: number }, (_, i) => (i + 1) ** -exponent)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return { shares: weights.map((weight) => weight / sum) }
}

/** Requests after which this share of the keys is expected to have been met. */
export function requestsToMeet({ shares }: Keys, covered: number): number {
  const metBy = (requests: number): number =>
    shares.reduce((sum, share) => sum + 1 - Math.exp(-requests * share), 0) / shares.length
  let [low, high] = [0, 1]
  while (metBy(high) < covered) high *= 2
  while (high - low > 1) {
    const middle = (low + high) / 2
    if (metBy(middle) < covered) low = middle
    else high = middle
  }
  return high
}

/** Keys met so far by a process, each of which keeps a goroutine from its first request on. */
export function metKeys({ shares }: Keys, random: Random): Counting {
  // Requests of a key are a Poisson process: the number of requests before its first is exponential.
  const first = shares.map((share) => -Math.log(1 - random.uniform()) / share).sort((a, b) => a - b)
  let [requests, met] = [0, 0]
  return (moment) => {
    requests += moment.requests
    while (met < first.length && (first[met] as number) <= requests) met++
    return met
  }
}

/** Keys with a request within the last hours: entries of a cache with a time to live. */
export function liveKeys({ shares }: Keys, ttlHours: number, random: Random): Counting {
  const last = shares.map(() => Number.NEGATIVE_INFINITY)
  return ({ hour, requests }) => {
    let live = 0
    for (const [i, share] of shares.entries()) {
      if (random.uniform() < 1 - Math.exp(-requests * share)) last[i] = hour
      if (hour - (last[i] as number) < ttlHours) live++
    }
    return live
  }
}
