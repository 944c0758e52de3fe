import * as v from 'valibot'
import { count, instant, Problem, pageOf } from './common.ts'

const ProfileType = v.picklist(['goroutine', 'goroutineleak'])
const DebugLevel = v.picklist([0, 1, 2, 3])
const PushOutcome = v.pipe(
  v.picklist(['stored', 'duplicate', 'coalesced']),
  v.description('duplicate: the same bytes are there; coalesced: the slot has a snapshot already'),
)
const source = v.pipe(v.string(), v.description('The client protocol, such as push'))

export const trimmedLabels = v.pipe(
  v.exactOptional(v.array(v.string())),
  v.description('Keys of labels that were left out because there were too many'),
)

const index = v.pipe(
  v.exactOptional(v.literal('queued')),
  v.description('Stored, and not yet in lists: the index did not answer'),
)

const next = v.object({
  afterSeconds: v.pipe(v.number(), v.description('How soon a profile that is pushed alone is kept again')),
  heldAfterSeconds: v.pipe(
    v.number(),
    v.description('The same of profiles that are held: all of a batch are kept'),
  ),
  holdSeconds: v.pipe(v.number(), v.description('How long profiles may be held, to be sent in one batch')),
  restHoldSeconds: v.pipe(
    v.number(),
    v.description('The same for a sender that sees itself when a stack rises, and then obeys holdSeconds'),
  ),
  want: v.pipe(v.array(v.string()), v.description('Evidence that would settle a suspicion')),
})

/** The answer to `POST /v1/profiles`. */
export const Receipt = v.object({
  id: v.string(),
  process: v.string(),
  decision: PushOutcome,
  type: ProfileType,
  debug: DebugLevel,
  at: instant,
  goroutines: count,
  signatures: count,
  newSignatures: count,
  problems: v.array(Problem),
  trimmedLabels,
  index,
  links: v.object({ profile: v.string(), findings: v.string() }),
  next,
})

/** The answer to `POST /v1/batches`. */
export const BatchReceipt = v.object({
  taken: count,
  refused: count,
  items: v.array(
    v.union([
      v.object({
        name: v.string(),
        service: v.string(),
        ...v.omit(Receipt, ['links', 'next']).entries,
        next: v.pipe(v.exactOptional(next), v.description('With the newest profile of each process')),
      }),
      v.object({
        name: v.string(),
        reason: v.pipe(v.string(), v.description('Why it was refused, as an error has it')),
        detail: v.string(),
        limit: v.exactOptional(v.union([v.number(), v.string()])),
        actual: v.exactOptional(v.union([v.number(), v.string()])),
      }),
    ]),
  ),
})

const Snapshot = v.object({
  id: v.string(),
  process: v.string(),
  type: ProfileType,
  debug: DebugLevel,
  at: instant,
  goroutines: count,
  signatures: count,
  partial: v.pipe(v.boolean(), v.description('A part of the text was not understood')),
  source,
})
export const SnapshotPage = pageOf(Snapshot)

export const StoredProfile = v.object({
  id: v.string(),
  process: v.string(),
  type: ProfileType,
  debug: DebugLevel,
  at: instant,
  receivedAt: instant,
  goroutines: count,
  stacks: count,
  problems: v.array(Problem),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  source,
  labels: v.record(v.string(), v.string()),
  bytes: count,
})

const Tool = v.picklist(['netstat', 'ss', 'lsof', 'proc-net-tcp', 'proc-fd'])

/** The answer to `POST /v1/sockets`. */
export const SocketReceipt = v.object({
  id: v.string(),
  process: v.string(),
  decision: PushOutcome,
  tool: Tool,
  at: instant,
  sockets: count,
  groups: v.pipe(
    v.array(
      v.object({
        side: v.string(),
        endpoint: v.string(),
        state: v.string(),
        count,
        pid: v.exactOptional(count),
        program: v.exactOptional(v.string()),
        oldest: v.nullable(instant),
      }),
    ),
    v.description('The ten biggest'),
  ),
  problems: v.array(Problem),
  index,
})
