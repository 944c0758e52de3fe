import { type Signature, signatureId } from '#shared/signature/signature.ts'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { type Process, processId } from '#shared/trend/process.ts'
import type { Senders } from './senders.ts'

/** What is played. */
export interface Fleet {
  readonly processes: number
  readonly services: number
  /** Stacks of each process. */
  readonly signatures: number
  readonly senders: Senders
  /** Share of the services that each plan has judged, 0 … 1: what is young, rises or is asked for; of all others each has its turn of the hour. */
  readonly urgent?: number
  /** The part of it that does not rest is played: senders give more, and hold for less. */
  readonly rises?: boolean
}

/** Where nobody says it. */
export const URGENT = 0.1

/**
 * A Monday, a quarter past one: the hour that began at eleven is to be closed, and two hours of profiles and twelve
 * minutes are open.
 */
export const NOW = Date.UTC(2026, 8, 7, 13, 12)
/** All hours before this one are in blocks. */
export const CLOSED_THROUGH = NOW - 12 * MINUTE - 2 * HOUR
export const TENANT = 'acme'
/** The largest service: all have the same size. */
export const SERVICE = 'checkout'
/** Longer than a verdict looks back. */
const STARTED = NOW - 20 * DAY

/** Processes of a service. */
export const largest = ({ processes, services }: Fleet): number => Math.ceil(processes / services)

/** Processes of a service, by id. */
export function processesOf(count: number): Process[] {
  const made = Array.from({ length: count }, (_, i) => {
    const facts = {
      instance: `checkout-6c5d7f9b8-${i.toString(36).padStart(5, '0')}`,
      startedAt: STARTED,
      session: undefined,
      version: 'v1.4.2',
      buildId: undefined,
    }
    const seen = { labels: {}, firstSeen: STARTED, lastSeen: NOW - 5 * MINUTE }
    return { ...facts, ...seen, id: processId(facts) }
  })
  return made.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Stacks as a server of average size has them: some eight frames each. */
export const stacksOf = ({ signatures }: Fleet): Signature[] =>
  Array.from({ length: signatures }, (_, i) => {
    const frames = [
      'runtime.gopark',
      'runtime.selectgo',
      `github.com/acme/checkout/internal/part${i % 17}.(*Client).wait`,
      `github.com/acme/checkout/internal/part${i % 17}.(*Client).do${i}`,
      `github.com/acme/checkout/internal/part${i % 17}.(*Worker).run`,
    ]
    return { id: signatureId(frames), frames, entry: frames.at(-1), ownCode: frames[2], creator: undefined }
  })

/** One stack in twenty waves with the traffic of the day, one leaks slowly, the others stand still. */
export function countAt(stack: number, at: number, process: number): number {
  if (stack === 5) return 3 + Math.floor((at - STARTED) / HOUR) + (process % 3)
  if (stack % 20 === 1)
    return 20 + Math.round(10 * Math.sin((at / DAY) * 2 * Math.PI)) + ((process + at / MINUTE) % 4)
  return 4 + (stack % 7)
}

/** Whether the judge has spread the largest service over partitions (functions/judge-service/save.ts). */
export const isSpread = (fleet: Fleet): boolean => largest(fleet) * fleet.signatures > 120_000
