import type { Sighting, SignatureId } from '#shared/signature/signature.ts'
import { oldestWait, tellsAges, waitedOf } from '#shared/signature/waited.ts'
import type { Dump, ProcessEvidence } from '#shared/trend/evidence.ts'
import type { RuleResult } from '../model/rule.ts'
import { counted as many } from '../model/words.ts'
import { type Counted, runtimeProof } from './proof.ts'

/** What debug=2 dumps and leak profiles say of one signature. */
export interface DumpsTold {
  readonly rules: readonly RuleResult[]
  /** The runtime's proof counts: it lists most of the growth, or repeats and grows. */
  readonly proven: boolean
  /** Share of the goroutines that has waited for a minute or more; undefined where no dump can tell. */
  readonly waited: number | undefined
}

/** Minutes after which even waits for a message, a timer or a peer speak of a leak. */
const LONG_WAIT = 60
/** Different ages that speak of steady creation. */
const MANY_AGES = 5

export function toldByDumps(
  evidence: readonly ProcessEvidence[],
  signature: SignatureId,
  counted: Counted = { gains: new Map() },
): DumpsTold {
  const proof = runtimeProof(evidence, signature, counted)
  const newest = evidence.flatMap(({ dumps }) => dumps.slice(-1))
  return {
    rules: [proof, ages(evidence, signature)],
    proven: proof.fired,
    waited: waitedShare(newest, signature),
  }
}

/** The oldest have waited as long as anything in the process, and there are many ages: none leaves, new ones come. */
function ages(evidence: readonly ProcessEvidence[], signature: SignatureId): RuleResult<'ages'> {
  const seen = evidence.flatMap(({ dumps }) =>
    dumps.map((dump) => ({ dump, sighting: find(dump, signature) })),
  )
  const told = seen.flatMap(({ dump, sighting }) =>
    sighting?.ages === undefined ? [] : [{ dump, sighting, ages: sighting.ages }],
  )
  const last = told.sort((a, b) => a.dump.at - b.dump.at).at(-1)
  if (last === undefined) {
    return {
      id: 'ages',
      fired: false,
      figures: {},
      says: 'no debug=2 dump shows waiting times of this stack',
    }
  }
  const oldestOfAll = oldestWait(last.dump.sightings)
  const { oldest, distinct, median } = last.ages
  return {
    id: 'ages',
    fired:
      distinct >= MANY_AGES &&
      oldest >= oldestOfAll / 2 &&
      median < oldest &&
      (oldest >= LONG_WAIT || isBlocked(last.sighting)),
    figures: { oldest, median, distinct, oldestOfAll },
    says: `longest wait ${oldest} min, ${many(distinct, 'different wait')}; longest wait in the process ${oldestOfAll} min; threshold: ${MANY_AGES} different waits and half of the longest`,
  }
}

/** Waits that nobody serves: healthy goroutines do not stand in them for minutes, as they do for a message. */
const BLOCKED = ['sync.Mutex.Lock', 'sync.RWMutex.Lock', 'sync.RWMutex.RLock', 'semacquire', 'chan send']

const isBlocked = ({ states, count }: Sighting): boolean =>
  BLOCKED.reduce((sum, state) => sum + (states.get(state) ?? 0), 0) > count / 2

function waitedShare(dumps: readonly Dump[], signature: SignatureId): number | undefined {
  let waited = 0
  let all = 0
  for (const dump of dumps) {
    const sighting = find(dump, signature)
    if (sighting === undefined || !tellsAges(dump.sightings)) continue
    all += sighting.count
    waited += waitedOf(sighting)
  }
  return all === 0 ? undefined : Math.min(1, waited / all)
}

const find = ({ sightings }: Dump, signature: SignatureId): Sighting | undefined =>
  sightings.find((sighting) => sighting.signature === signature)
