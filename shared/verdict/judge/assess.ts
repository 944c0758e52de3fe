import { diagnose } from '#shared/cause/cause-of.ts'
import { knownStack } from '#shared/cause/known-stack.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { isConnection, isLoad, isServing, type LifeLoad, lifeLoad } from '#shared/trend/load.ts'
import type { Counts, LifeSeries } from '#shared/trend/series.ts'
import { toldByDumps } from '../corroboration/dumps.ts'
import { gainsOf } from '../corroboration/proof.ts'
import { residentsRule } from '../corroboration/residents.ts'
import { unprovable } from '../corroboration/unprovable.ts'
import { assessGrowth, growsAlong, growsBefore, pilesUp } from '../growth/ask.ts'
import type { Growing, Growth } from '../growth/growth.ts'
import { growingTogether } from '../growth/pooled.ts'
import { growingResidents } from '../growth/residents.ts'
import { withoutWarmUps } from '../growth/warmed-up.ts'
import { companyOf } from '../life/company.ts'
import { familyCounts } from '../life/family-counts.ts'
import { type FollowedProcess, followedIn, individualsOf } from '../life/followed.ts'
import { signatureLife } from '../life/signature-life.ts'
import type { Watched } from '../life/watched.ts'
import type { Assessed } from './assessed.ts'
import { type Family, familiesOf } from './family.ts'
import { heldIn } from './held.ts'
import { intendedBy } from './intended.ts'
import type { JudgeInput } from './judgement.ts'

/** What is the same for all signatures of a life: its load, and how many processes ran beside it. */
type Surroundings = ReadonlyMap<
  LifeSeries,
  { readonly load: LifeLoad; readonly company: Float64Array | undefined }
>

/** What is judged, and which of it runs now. */
export type WatchedInput = JudgeInput & Pick<Watched, 'running'>

/** Asks the rules of growth about every signature, in the order of their ids. */
export function assessAll(input: WatchedInput): Assessed[] {
  const serving = new Set([...input.signatures.values()].filter(isServing).map(({ id }) => id))
  const load = new Set([...input.signatures.values()].filter(isLoad).map(({ id }) => id))
  const connections = new Set([...input.signatures.values()].filter(isConnection).map(({ id }) => id))
  const handlers = [...load].filter((id) => !connections.has(id))
  const company = companyOf(input.lives)
  const around: Surroundings = new Map(
    input.lives.map((life) => {
      const known = { load: lifeLoad(life, load, heldIn(life, handlers)), company: company.get(life) }
      return [life, known]
    }),
  )
  const ids = [...new Set(input.lives.flatMap(({ counts }) => [...counts.keys()]))].sort()
  const followed = followedIn(input.evidence)
  const alone = ids.map((id) => assess(input, id, around, connections.has(id), followed))
  const families = familiesOf(
    alone.filter(({ signature, intended }) => !serving.has(signature.id) && intended === undefined),
  )
  return [
    ...alone,
    ...families
      .map((family) => assessFamily(input, family, around, alone))
      .filter(({ growing }) => growing.length > 0),
  ]
}

/** The same rules over the sum of a family's stacks; there is no dump of a sum, and a cause only where all share it. */
function assessFamily(
  { lives }: JudgeInput,
  { signature, members }: Family,
  around: Surroundings,
  alone: readonly Assessed[],
): Assessed {
  const growths = growthsOf(lives, signature.id, (series) => familyCounts(series, members), around, false)
  const dumps = toldByDumps([], signature.id)
  const causes = new Set(alone.filter((one) => members.includes(one.signature.id)).map((one) => one.cause))
  const [cause] = causes.size === 1 ? causes : []
  return { signature, cause, dumps, growths, growing: growingOf(growths), family: members }
}

function assess(
  { lives: all, running, signatures, states, ranged, evidence, settings }: WatchedInput,
  id: SignatureId,
  around: Surroundings,
  serves: boolean,
  followed: readonly FollowedProcess[],
): Assessed {
  const growths = withoutWarmUps(growthsOf(all, id, ({ counts }) => counts.get(id), around, serves))
  const signature = signatures.get(id) ?? unknownSignature(id)
  const lives = growths.map(({ life }) => life)
  const dumps = toldByDumps(evidence, id, {
    gains: gainsOf(lives, evidence),
    unprovable: unprovable(states.get(id)),
  })
  const waits = { states: states.get(id), ranged: ranged.get(id), waited: dumps.waited }
  const { cause, ambiguity } = diagnose(knownStack(signature, waits))
  const individuals = followed.length === 0 ? undefined : individualsOf(followed, id)
  const known = { signature, cause, ambiguity, dumps, individuals, growths }
  const intended = intendedBy(settings.intended, signature, growths, running)
  if (intended !== undefined) return { ...known, growing: [], intended }
  const growing = growingOf(growths)
  if (growing.length > 0) return { ...known, growing }
  const rule = residentsRule(individuals?.survivors)
  const residents =
    individuals !== undefined && rule.fired ? growingResidents(growths, individuals, rule) : []
  if (residents.length > 0) return { ...known, growing: residents }
  return { ...known, growing: growths.flatMap((growth) => pilesUp(growth) ?? []) }
}

/** The growth of a signature, or of a family that is named like one, in every life that has it. */
const growthsOf = (
  lives: readonly LifeSeries[],
  id: SignatureId,
  countsIn: (series: LifeSeries) => Counts | undefined,
  around: Surroundings,
  serves: boolean,
): Growth[] =>
  lives.flatMap((series) => {
    const counts = countsIn(series)
    if (counts === undefined) return []
    const { load, company } = around.get(series) ?? {}
    return [assessGrowth(signatureLife(series, id, counts, { load: load?.beside(id), serves, company }))]
  })

const unknownSignature = (id: SignatureId): Signature => ({
  id,
  frames: [id],
  entry: undefined,
  ownCode: undefined,
  creator: undefined,
})

/** As many lives that grow alone say enough: the others need not be asked as one, but for when it began. */
const ENOUGH = 3

/** Whether a life too short to tell began before all of those that grow. */
const isTooShortBefore = (growth: Growth, found: readonly Growing[]): boolean =>
  !growth.grows &&
  growth.quiet === 'insufficient' &&
  found.every(({ since }) => (growth.life.times[0] ?? 0) < since)

/** Lives that grow alone; with them those that rise along, or those that grow only when all are asked as one. */
function growingOf(growths: readonly Growth[]): Growing[] {
  const alone = growths.filter((growth) => growth.grows)
  const others = growths.filter((growth) => !growth.grows)
  const along = alone.length > 0 ? others.flatMap((growth) => growsAlong(growth) ?? []) : []
  const before = others.flatMap((growth) => growsBefore(growth, alone) ?? [])
  const found = [...alone, ...along, ...before]
  if (found.length >= ENOUGH && !others.some((other) => isTooShortBefore(other, found))) return found
  return [
    ...found,
    ...growingTogether(growths).filter(({ life }) => !found.some((each) => each.life === life)),
  ]
}
