import { readProfile } from '#shared/goroutine/detect.ts'
import {
  type Broken,
  DEFAULT_READ_LIMITS,
  type GoroutineProfile,
  type ReadLimits,
} from '#shared/goroutine/model.ts'
import { goMinor, goMinorOfNames } from '#shared/signature/go-version.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Ages, Sighting, Signature } from '#shared/signature/signature.ts'
import { tellsAges } from '#shared/signature/waited.ts'
import type { SocketEvidence } from '#shared/socket/evidence.ts'
import { holdsSocket, socketsExplainNothing, socketsSay } from './connection.ts'
import {
  causeInDump,
  type DumpContext,
  diagnosisOf,
  type KnownCause,
  type PossibleCauses,
  possibleInDump,
} from './known-cause.ts'

/** One stack of a dump. */
export interface StackAnalysis {
  readonly id: string
  readonly frames: readonly string[]
  readonly ownCode: string | null
  readonly creator: string | null
  readonly count: number
  readonly leaked: number
  readonly states: Readonly<Record<string, number>>
  readonly ages: Ages | null
  /** Ids of stacks with the same count that a pair of one library call makes. */
  readonly twins: readonly string[]
  /** Which connections are as many as the goroutines; null where none are, or no table was given. */
  readonly sockets: string | null
  readonly cause: KnownCause | null
  /** The causes that it may be, where the dump does not decide; `cause` is null then. */
  readonly ambiguity?: PossibleCauses
  /** Why the stack is meant to stay; null where nobody meant it, missing where nobody was asked. */
  readonly intended?: string | null
}

/** What one dump says, and what it cannot say. */
export interface DumpAnalysis {
  readonly type: GoroutineProfile['type']
  readonly debug: GoroutineProfile['debug']
  readonly goroutines: number
  readonly stacks: readonly StackAnalysis[]
  readonly problems: GoroutineProfile['problems']
  /** Sentences: what this dump proves, what it leaves open, and which one to take next. */
  readonly proves: readonly string[]
}

/** Counts below this are shared by too many stacks to mean anything. */
const LEAST_TWIN = 10
/** Twins differ by a goroutine that just began or ended (866/869 in golang/go#22773). */
const TWIN_SLACK = 3

/** What a dump is read with. */
interface Beside {
  /** Of the same process and about the same time. */
  readonly sockets?: SocketEvidence | undefined
  readonly limits?: ReadLimits
  /** Import path prefixes of own code, beside what is taken for it anyway. */
  readonly ownCode?: readonly string[] | undefined
  /** Why so many goroutines of a stack are meant to stay; undefined: they are not. */
  readonly intended?: ((signature: Signature, count: number) => string | undefined) | undefined
}

/** Reads and signs one dump; nothing is compared with anything but what was said of the same process. */
export async function analyzeDump(
  body: Uint8Array,
  { limits = DEFAULT_READ_LIMITS, ownCode, ...beside }: Beside = {},
): Promise<DumpAnalysis | Broken> {
  const reading = await readProfile(body, limits)
  if (reading.answer === 'broken') return reading.broken
  const { profile } = reading
  const { signatures, sightings } = signProfile(profile, ownCode)
  const pairs = signatures.map((signature, i) => ({ signature, sighting: sightings[i] as Sighting }))
  const known = {
    goMinor: goMinor(profile.goVersion) ?? goMinorOfNames(signatures.flatMap(({ frames }) => frames)),
    hasLeakProfile: profile.type === 'goroutineleak',
  }
  const stacks = pairs.map((pair) =>
    stackOf(pair, pairs, { ...beside, known, tellsAges: tellsAges(sightings) }),
  )
  const unmatched =
    beside.sockets === undefined || stacks.some((stack) => stack.sockets !== null)
      ? []
      : [socketsExplainNothing(beside.sockets)]
  return {
    type: profile.type,
    debug: profile.debug,
    goroutines: profile.total,
    stacks,
    problems: profile.problems,
    proves: [...provable(profile), ...unmatched],
  }
}

interface Signed {
  readonly signature: Signature
  readonly sighting: Sighting
}

function stackOf(
  { signature, sighting }: Signed,
  all: readonly Signed[],
  { sockets, intended, ...context }: Pick<Beside, 'sockets' | 'intended'> & DumpContext,
): StackAnalysis {
  const twins = all.filter(
    (other) => areTwins(sighting, other.sighting) && sameOrigin(signature, other.signature),
  )
  const { cause, ambiguity } = diagnosisOf([{ signature, sighting }, ...twins], context)
  return {
    id: signature.id,
    frames: signature.frames,
    ownCode: signature.ownCode ?? null,
    creator: signature.creator ?? null,
    count: sighting.count,
    leaked: sighting.leaked,
    states: Object.fromEntries(sighting.states),
    ages: sighting.ages ?? null,
    twins: twins.map((twin) => twin.signature.id),
    sockets:
      sockets !== undefined && holdsSocket(signature, sighting, cause)
        ? socketsSay(sighting.count, sockets)
        : null,
    cause: cause === undefined ? null : causeInDump(cause, context, sighting.leaked),
    ...(ambiguity === undefined ? {} : { ambiguity: possibleInDump(ambiguity, context, sighting.leaked) }),
    ...(intended === undefined ? {} : { intended: intended(signature, sighting.count) ?? null }),
  }
}

const areTwins = (a: Sighting, b: Sighting): boolean =>
  a.signature !== b.signature &&
  Math.min(a.count, b.count) >= LEAST_TWIN &&
  Math.abs(a.count - b.count) <= TWIN_SLACK

/** Entry functions with one receiver: `(*persistConn).readLoop` and `(*persistConn).writeLoop`. */
function sameOrigin(a: Signature, b: Signature): boolean {
  const receiver = ({ entry }: Signature): string | undefined =>
    entry?.slice(0, Math.max(0, entry.lastIndexOf('.')))
  return receiver(a) !== undefined && receiver(a) !== '' && receiver(a) === receiver(b)
}

function provable({ type, debug, groups }: GoroutineProfile): string[] {
  const leaked = groups.reduce((sum, group) => sum + group.leaked, 0)
  const proof =
    leaked > 0
      ? `The runtime proves ${leaked} goroutines leaked: nothing that could wake them is reachable.`
      : 'Nothing is proven leaked: one dump shows how many goroutines stand where, not whether they grow.'
  const limits = {
    0: 'debug=0 has no waiting times and no creators: for those take ?debug=2 once.',
    1: 'debug=1 hides wait states, waiting times and creators: debug=0 tells more for the same cost.',
    2: 'Waiting times are whole minutes since the first garbage collection after blocking: a floor.',
    3: 'debug=3 shows the goroutine that started another, not the go statement: for that take ?debug=2 once.',
  }
  const next =
    type === 'goroutineleak'
      ? 'The leak profile cannot see waits on I/O, timers and reachable channels: take the goroutine profile too.'
      : 'Push profiles of the same process over some hours and Tidemark says which stack rises and never falls.'
  return [proof, limits[debug], next]
}
