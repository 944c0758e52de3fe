/** Who sends: each process every profile by itself, an agent beside each process, or an agent for all processes of a node. */
export const SENDERS = ['single', 'process', 'node'] as const
export type Senders = (typeof SENDERS)[number]

/** What one request has: of so many processes the profiles of so many minutes, one a minute. */
export interface Sending {
  readonly processes: number
  readonly minutes: number
}

/** An agent holds profiles for ten minutes, as the server tells it (shared/ingest/collection.ts). */
export const SENDING: Readonly<Record<Senders, Sending>> = {
  single: { processes: 1, minutes: 1 },
  process: { processes: 1, minutes: 10 },
  node: { processes: 20, minutes: 10 },
}

/** In words, for a heading. */
export const IN_WORDS: Readonly<Record<Senders, string>> = {
  single: 'each profile a request',
  process: 'an agent per process',
  node: 'an agent per node of 20 processes',
}

/** Services that the processes of one request are of: those of a node are of as many as there are. */
export const servicesOfRequest = (senders: Senders, services: number): number =>
  Math.min(SENDING[senders].processes, services)
