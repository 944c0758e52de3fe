import type { Diagnosis } from '#shared/cause/cause-of.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { Broken } from '#shared/reading/answer.ts'
import { goMinor, goMinorOfNames } from '#shared/signature/go-version.ts'
import { modulesIn } from '#shared/signature/module-version.ts'
import type { Sighting } from '#shared/signature/signature.ts'
import { tellsAges } from '#shared/signature/waited.ts'
import { isoOrNull } from '#shared/time.ts'
import { socketsExplainNothing } from './connection.ts'
import { creatorsOf } from './creators.ts'
import { diagnosisOf, firstNamed, SENDS_AND_LOCKS, withCompanions } from './known-cause.ts'
import { pathsOf } from './places.ts'
import { provable } from './provable.ts'
import { bareDump, type ReadDump, type ReadWith, readDump } from './read-dump.ts'
import { withSameLibrary } from './same-library.ts'
import type { SignedStack } from './signed-stack.ts'
import { type About, type Beside, type StackAnalysis, stackOf } from './stack-analysis.ts'
import { hasNoStack, startersSay } from './starters.ts'
import { pairedStacks, twinsOf } from './twins.ts'
import { underWayIn } from './under-way.ts'
import { type Held, heldUp } from './waiting/holders.ts'

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

const isStuck = ({ sighting: { states } }: SignedStack): boolean =>
  SENDS_AND_LOCKS.some((state) => states.has(state))
