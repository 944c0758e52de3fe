import { advised, type Known, notesOf } from '#shared/cause/advice.ts'
import type { Cause } from '#shared/cause/cause.ts'
import { type Ambiguity, type Diagnosis, diagnose, diagnoseStuck, NOTHING } from '#shared/cause/cause-of.ts'
import { companionDiagnosis } from '#shared/cause/companion.ts'
import { upgradeOf } from '#shared/cause/holds.ts'
import { type KnownStack, knownStack } from '#shared/cause/known-stack.ts'
import { depthOf, MOST, waitsIn } from '#shared/cause/stack-pattern.ts'
import type { Sighting } from '#shared/signature/signature.ts'
import { waitedOf } from '#shared/signature/waited.ts'
import type { SignedStack } from './signed-stack.ts'

/** What the catalogue says of one stack of a dump. */
export interface KnownCause {
  readonly id: string
  readonly title: string
  readonly fix: string
  /** What holds for this Go and this proof; missing where nothing does. */
  readonly notes?: readonly string[]
  /** Goroutines of a process up to which the stack is normal, with its twins; missing where it is at no count. */
  readonly bound?: number
  /** What to do where the number grows and `fix` speaks of one that does not. */
  readonly whenGrowing?: string
}

/** Causes between which a dump does not decide. */
export interface PossibleCauses {
  readonly candidates: readonly KnownCause[]
  /** A sentence: what to look at. */
  readonly tellApart: string
}

/** What is the same for all stacks of a dump. */
export interface DumpContext {
  /** Some goroutines have waited long enough to tell who has not. */
  readonly tellsAges: boolean
  /** A few goroutines that somebody chose to show: one that stands alone is one of many. */
  readonly isExcerpt?: boolean
  /** All goroutines were left behind by a test: goleak and its like list no others. */
  readonly isLeakCheck?: boolean
  readonly modules?: ReadonlyMap<string, string> | undefined
  readonly known: Omit<Known, 'proven'>
}

/** What a stack gives away by itself. */
export function diagnosisOf(stack: SignedStack, context: DumpContext): Diagnosis {
  const known = knownIn(stack, context)
  const found = diagnose(known)
  const isNormal = stack.sighting.count <= (found.cause?.bound ?? 0)
  const isStuck = isNormal && waitsIn(known.states, STUCK) && (known.waited ?? 1) > MOST
  // Deep inside of what a loop calls, a wait that nobody told is hardly that of the loop at rest.
  const isDeep = isNormal && known.states.size === 0 && depthOf(known, found.cause?.match ?? []) > REST_DEPTH
  if (isDeep) return NOTHING
  return withoutLone(isStuck ? diagnoseStuck(known) : found, stack, context)
}

/** Library frames above a loop that is at rest: those of its reader or of its queue. */
const REST_DEPTH = 3

/** Waits to send, or for a lock: idle goroutines wait to receive, in a select, for the network. */
export const SENDS_AND_LOCKS: readonly string[] = [
  'chan send',
  'chan send (nil chan)',
  'sync.Mutex.Lock',
  'sync.RWMutex.Lock',
  'sync.RWMutex.RLock',
]
/** Waits in which nothing is at rest. */
const STUCK = [...SENDS_AND_LOCKS, 'chan receive (nil chan)']

/** The first diagnosis that names a cause, or that of the stack itself. @param twins of its twins */
export const firstNamed = (own: Diagnosis, twins: readonly Diagnosis[]): Diagnosis =>
  [own, ...twins].find(({ cause }) => cause !== undefined) ?? own

/** Goroutines below which those that are woken within the minute are taken to be at work. */
const FEW = 10

/** A single goroutine in a common wait is no sign of anything in one dump, nor are a few that are at work. */
function withoutLone({ cause, ambiguity }: Diagnosis, stack: SignedStack, context: DumpContext): Diagnosis {
  const { sighting } = stack
  const { tellsAges, isExcerpt = false, isLeakCheck = false } = context
  if (isLeakCheck) return { cause, ambiguity }
  // Candidates claim nothing of a goroutine that was shown for its wait.
  if (isExcerpt && ambiguity !== undefined && waitedShare(sighting, tellsAges) === 1)
    return { cause, ambiguity }
  const isLone = sighting.count === 1 || (sighting.count < FEW && waitedShare(sighting, tellsAges) === 0)
  return isLone && (ambiguity?.candidates ?? [cause]).some((one) => one?.fromTwo)
    ? NOTHING
    : { cause, ambiguity }
}

const knownIn = ({ signature, sighting }: SignedStack, { tellsAges, modules }: DumpContext): KnownStack =>
  knownStack(signature, { ...sighting, waited: waitedShare(sighting, tellsAges), modules })

/**
 * What each stack gives away, once all others were asked: a stack without a cause may stand beside one that has it.
 *
 * @param found what each stack and its twins give away
 */
export function withCompanions(
  stacks: readonly SignedStack[],
  found: readonly Diagnosis[],
  context: DumpContext,
): Diagnosis[] {
  const named = new Set(found.flatMap(({ cause }) => (cause === undefined ? [] : [cause.id])))
  return stacks.map((stack, i) => {
    const own = found[i] ?? NOTHING
    const isKnown = own.cause !== undefined || own.ambiguity !== undefined
    return isKnown ? own : companionDiagnosis(knownIn(stack, context), named)
  })
}

const waitedShare = (sighting: Sighting, tellsAges: boolean): number | undefined =>
  tellsAges || sighting.leaked > 0 ? waitedOf(sighting) / Math.max(1, sighting.count) : undefined

/**
 * A cause in the words of one dump.
 *
 * @param proven goroutines of the stack that the runtime proves leaked
 */
export function causeInDump(cause: Cause, { modules, known }: DumpContext, proven: number): KnownCause {
  const upgrade = upgradeOf(cause, modules)
  const told = { ...known, proven }
  const notes = notesOf(cause, told).map(({ why }) => why)
  const { fix } = advised(cause, told)
  return {
    id: cause.id,
    title: cause.title,
    fix: upgrade === undefined ? fix : `${upgrade} ${fix}`,
    ...(notes.length === 0 ? {} : { notes }),
    ...(cause.bound === undefined ? {} : { bound: cause.bound }),
    ...(cause.whenGrowing === undefined ? {} : { whenGrowing: cause.whenGrowing.fix }),
  }
}

/** More than these help nobody: they are one for a send, a receive and a select where a dump tells no more. */
const MOST_CANDIDATES = 3

/** Candidates in the words of one dump, the likeliest. */
export const possibleInDump = (
  { candidates, tellApart }: Ambiguity,
  context: DumpContext,
  proven: number,
): PossibleCauses => ({
  candidates: candidates.slice(0, MOST_CANDIDATES).map((cause) => causeInDump(cause, context, proven)),
  tellApart,
})
