import type { Diagnosis } from '#shared/cause/cause-of.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { Broken } from '#shared/reading/answer.ts'
import { goMinor, goMinorOfNames } from '#shared/signature/go-version.ts'
import { modulesIn } from '#shared/signature/module-version.ts'
import {
  type Ages,
  knownStates,
  type Sighting,
  type Signature,
  type SignatureId,
} from '#shared/signature/signature.ts'
import { tellsAges } from '#shared/signature/waited.ts'
import type { GroupedSockets } from '#shared/socket/grouped-sockets.ts'
import { isoOrNull } from '#shared/time.ts'
import { holdsSocket, socketsExplainNothing, socketsSay } from './connection.ts'
import { type Creators, creatorsOf, creatorsSay } from './creators.ts'
import {
  causeInDump,
  type DumpContext,
  diagnosisOf,
  firstNamed,
  type KnownCause,
  type PossibleCauses,
  possibleInDump,
  withCompanions,
} from './known-cause.ts'
import { pathsOf, type StackPlaces } from './places.ts'
import { provable } from './provable.ts'
import { bareDump, type ReadDump, type ReadWith, readDump } from './read-dump.ts'
import { withSameLibrary } from './same-library.ts'
import { shapeSays } from './shape.ts'
import { hasNoStack, startersSay } from './starters.ts'
import { pairedStacks, twinsOf } from './twins.ts'
import { underWayIn } from './under-way.ts'
import { type Held, heldUp } from './waiting/holders.ts'

/** One stack of a dump. */
export interface StackAnalysis extends Omit<StackPlaces, 'frames'> {
  readonly id: string
  readonly frames: readonly string[]
  /** `file:line` of each frame, of the goroutines that are most alike; null where the dump has none. */
  readonly places: readonly (string | null)[]
  readonly ownCode: string | null
  /** The function that `go` started; null where the dump lost the root side. */
  readonly entry: string | null
  readonly creator: string | null
  readonly count: number
  readonly leaked: number
  readonly states: Readonly<Record<string, number>>
  readonly ages: Ages | null
  /** Ids of stacks with the same count that a pair of one library call makes, or goroutines that come in pairs. */
  readonly twins: readonly string[]
  /** Who started these goroutines; null where the dump does not name goroutines of `go` statements. */
  readonly creators: Creators | null
  /** The same as a part of a sentence; of goroutines without a stack, the functions with their `go` statements. */
  readonly startedBy: string | null
  /** Which connections are as many as the goroutines; null where none are, or no table was given. */
  readonly sockets: string | null
  readonly cause: KnownCause | null
  /** The causes that it may be, where the dump does not decide; `cause` is null then. */
  readonly ambiguity?: PossibleCauses
  /** What the shape says where no cause is known; null where one is, and of goroutines at work. */
  readonly shape: string | null
  /** Why the stack is meant to stay; null where nobody meant it, missing where nobody was asked. */
  readonly intended?: string | null
}

/** What one dump says, and what it cannot say. */
export interface DumpAnalysis {
  readonly type: GoroutineProfile['type']
  readonly debug: GoroutineProfile['debug']
  /** What tells this dump from others of the input: file, pod, entry of an archive; empty where it is alone. */
  readonly source: string
  /** When it was taken, RFC 3339; null where nothing tells. */
  readonly at: string | null
  readonly goroutines: number
  readonly stacks: readonly StackAnalysis[]
  /** Locks and channels with their waiters and likely holders, deadlocks first. */
  readonly holders: readonly Held[]
  readonly problems: GoroutineProfile['problems']
  /** What was mended in the text, or lost; counted in goroutines. */
  readonly notes: ReadDump['dump']['notes']
  /** The end of the dump is missing. */
  readonly isCut: boolean
  /** Sentences: what this dump proves, what it leaves open, and which one to take next. */
  readonly proves: readonly string[]
}

/** What a dump is held against. */
export interface Beside {
  /** Of the same process and about the same time. */
  readonly sockets?: GroupedSockets | undefined
  /** Why so many goroutines of a stack are meant to stay; undefined: they are not. */
  readonly intended?: ((signature: Signature, count: number) => string | undefined) | undefined
}

/** What a body says that is one dump as a runtime wrote it, with nothing around it. */
export async function analyzeDump(
  body: Uint8Array,
  { sockets, intended, ...how }: Beside & ReadWith = {},
): Promise<DumpAnalysis | Broken> {
  const read = await readDump(bareDump(body), how)
  return 'reason' in read ? read : analyzeRead(read, { sockets, intended })
}

/** What one dump says; nothing is compared with anything but what was said of the same process. */
export function analyzeRead(read: ReadDump, beside: Beside = {}): DumpAnalysis {
  const { dump, profile, signed, individuals, at } = read
  const pairs = signed.signatures.map((signature, i) => ({
    signature,
    sighting: signed.sightings[i] as Sighting,
  }))
  const about: About = {
    places: read.places,
    paired: individuals === undefined ? new Map() : pairedStacks(individuals),
    creators: individuals === undefined ? new Map() : creatorsOf(individuals),
    starters: startersSay(profile),
    known: {
      goMinor:
        goMinor(profile.goVersion) ?? goMinorOfNames(signed.signatures.flatMap(({ frames }) => frames)),
      hasLeakProfile: profile.type === 'goroutineleak',
    },
    tellsAges: tellsAges(signed.sightings),
    isLeakCheck: dump.form === 'goleak' || dump.form === 'instances',
    isExcerpt:
      profile.total <= EXCERPT && !signed.signatures.some(({ frames }) => frames.includes('main.main')),
    modules: modulesIn(pathsOf(profile)),
    ...beside,
  }
  const sorted = pairs.toSorted(byPromise)
  const twins = twinsOf(pairs)
  const alone = new Map(pairs.map((stack) => [stack, diagnosisOf(stack, about)]))
  const found = sorted.map((stack) =>
    firstNamed(
      alone.get(stack) as Diagnosis,
      (twins.get(stack) ?? []).map((twin) => alone.get(twin) as Diagnosis),
    ),
  )
  const diagnoses = withSameLibrary(sorted, withCompanions(sorted, found, about))
  const underWay = underWayIn(pairs)
  const stacks = sorted.map((stack, i) => {
    const diagnosis = diagnoses[i] as Diagnosis
    const running = underWay(stack, diagnosis.cause)
    return stackOf(stack, twins.get(stack) ?? [], running ?? diagnosis, about)
  })
  const unmatched =
    beside.sockets === undefined || stacks.some((stack) => stack.sockets !== null)
      ? []
      : [socketsExplainNothing(beside.sockets)]
  return {
    type: profile.type,
    debug: profile.debug,
    source: dump.source,
    at: isoOrNull(at),
    goroutines: profile.total,
    stacks,
    holders: individuals === undefined ? [] : heldUp(individuals.individuals),
    problems: profile.problems.map((problem) => ({ ...problem, line: dump.lineOf(problem.line) })),
    notes: dump.notes,
    isCut: dump.isCut,
    proves: [...provable(profile), ...unmatched],
  }
}

/** Goroutines of a text that has others left out: a process has its main and those of its libraries. */
const EXCERPT = 3

interface SignedStack {
  readonly signature: Signature
  readonly sighting: Sighting
}

/**
 * The likeliest leak first: more goroutines, then those whose stack is known, then those that wait
 * longest; who runs is at work, and who neither sends nor waits for a lock may be idle.
 */
const byPromise = (a: SignedStack, b: SignedStack): number =>
  b.sighting.count - a.sighting.count ||
  b.sighting.leaked - a.sighting.leaked ||
  Number(hasNoStack(a.signature.frames)) - Number(hasNoStack(b.signature.frames)) ||
  (b.sighting.ages?.oldest ?? 0) - (a.sighting.ages?.oldest ?? 0) ||
  Number(a.sighting.states.has('running')) - Number(b.sighting.states.has('running')) ||
  Number(isStuck(b)) - Number(isStuck(a))

/** Idle goroutines wait to receive, in a select, for the network: none waits to send, or for a lock. */
const isStuck = ({ sighting: { states } }: SignedStack): boolean => STUCK.some((state) => states.has(state))
const STUCK = [
  'chan send',
  'chan send (nil chan)',
  'sync.Mutex.Lock',
  'sync.RWMutex.Lock',
  'sync.RWMutex.RLock',
]

const NOTHING: Diagnosis = { cause: undefined, ambiguity: undefined }

/** What is known beside the stack itself. */
interface About extends Beside, DumpContext {
  readonly places: ReadonlyMap<SignatureId, StackPlaces>
  readonly paired: ReadonlyMap<SignatureId, ReadonlySet<SignatureId>>
  readonly creators: ReadonlyMap<SignatureId, Creators>
  /** Who started goroutines whose stack is not in the dump. */
  readonly starters: string | null
}

const NO_PLACES: StackPlaces = { place: null, otherPlaces: 0, goPlace: null, otherGoPlaces: 0, frames: [] }

function stackOf(
  { signature, sighting }: SignedStack,
  twins: readonly SignedStack[],
  found: Diagnosis | string,
  about: About,
): StackAnalysis {
  const { cause, ambiguity } = typeof found === 'string' ? NOTHING : found
  const creators = about.creators.get(signature.id) ?? null
  const { frames: places, ...place } = about.places.get(signature.id) ?? NO_PLACES
  const said = {
    ownCode: signature.ownCode ?? null,
    creator: signature.creator ?? null,
    states: Object.fromEntries(knownStates(sighting)),
    ...place,
  }
  return {
    id: signature.id,
    frames: signature.frames,
    places,
    entry: signature.entry ?? null,
    count: sighting.count,
    leaked: sighting.leaked,
    ages: sighting.ages ?? null,
    ...said,
    twins: [
      ...new Set([...twins.map((twin) => twin.signature.id), ...(about.paired.get(signature.id) ?? [])]),
    ],
    creators,
    startedBy:
      creators === null ? (hasNoStack(signature.frames) ? about.starters : null) : creatorsSay(creators),
    sockets:
      about.sockets !== undefined && holdsSocket(signature, sighting, cause)
        ? socketsSay(sighting.count, about.sockets)
        : null,
    cause: cause === undefined ? null : causeInDump(cause, about, sighting.leaked),
    ...(ambiguity === undefined ? {} : { ambiguity: possibleInDump(ambiguity, about, sighting.leaked) }),
    shape:
      typeof found === 'string'
        ? found
        : cause === undefined && ambiguity === undefined
          ? shapeSays({ ...said, frames: signature.frames })
          : null,
    ...(about.intended === undefined ? {} : { intended: about.intended(signature, sighting.count) ?? null }),
  }
}
