/** Who sends: each process every profile by itself, an agent beside each process, or an agent for all processes of a node. */
export const SENDERS = ['single', 'process', 'node'] as const
export type Senders = (typeof SENDERS)[number]

/** What one request has: of so many processes the profiles of so many minutes, one a minute. */
export interface Sending {
  readonly processes: number
  readonly minutes: number
  /** Minutes from one profile that is kept to the next. */
  readonly slot: number
}

/** While nothing rises an agent holds profiles for twenty minutes, and of those that come alone one in five is kept (shared/ingest/rest.ts). */
const AT_REST: Readonly<Record<Senders, Sending>> = {
  single: { processes: 1, minutes: 1, slot: 5 },
  process: { processes: 1, minutes: 20, slot: 1 },
  node: { processes: 20, minutes: 20, slot: 1 },
}
const RISING: Readonly<Record<Senders, Sending>> = {
  single: { processes: 1, minutes: 1, slot: 1 },
  process: { processes: 1, minutes: 10, slot: 1 },
  node: { processes: 20, minutes: 10, slot: 1 },
}

/** How the senders of a fleet send. */
export const sendingOf = ({
  senders,
  rises = false,
}: {
  readonly senders: Senders
  readonly rises?: boolean
}): Sending => (rises ? RISING : AT_REST)[senders]

/** In words, for a heading. */
export const IN_WORDS: Readonly<Record<Senders, string>> = {
  single: 'each profile a request',
  process: 'an agent per process',
  node: 'an agent per node of 20 processes',
}

/** Services that the processes of one request are of: those of a node are of as many as there are. */
export const servicesOfRequest = (senders: Senders, services: number): number =>
  Math.min(AT_REST[senders].processes, services)
