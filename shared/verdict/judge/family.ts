import { max } from 'd3-array'
import { oneSpelling } from '#shared/signature/aliases/spelling.ts'
import { type Signature, type SignatureId, signatureId } from '#shared/signature/signature.ts'
import type { RuleResult } from '../model/rule.ts'
import type { Assessed } from './assessed.ts'

/** Stacks that a growth must be spread over to be that of a family. */
const LEAST_MEMBERS = 3
/** A signature that carries this share of the growth is the finding itself. */
const MOST_CARRIED = 0.8

/** All signatures with one entry function, to be judged as one. */
export interface Family {
  readonly signature: Signature
  readonly members: readonly SignatureId[]
}

/**
 * Families that may grow where none of their members does: a leak whose goroutines stand in many places.
 *
 * @param assessed what the rules say of each signature alone
 */
export function familiesOf(assessed: readonly Assessed[]): Family[] {
  const rising = assessed.filter(
    ({ signature, growing }) => signature.entry !== undefined && growing.length === 0,
  )
  const byEntry = Map.groupBy(rising, ({ signature }) => oneSpelling(signature.entry as string))
  return [...byEntry.values()].flatMap((some) => {
    const entry = some[0]?.signature.entry as string
    const came = some.map(growthOf)
    const all = came.reduce((sum, growth) => sum + growth, 0)
    const isSpread = some.length >= LEAST_MEMBERS && (max(came) ?? 0) < MOST_CARRIED * all
    if (all <= 0 || !(isSpread || haveMoved(some))) return []
    return [{ signature: familySignature(entry, some), members: some.map(({ signature }) => signature.id) }]
  })
}

/** Several stacks, one of which jumped: goroutines that wait all go on to wait elsewhere when something happens. */
const haveMoved = (some: readonly Assessed[]): boolean =>
  some.length > 1 && some.some(({ growths }) => growths.some(({ rules }) => rules.some(isJump)))

const isJump = ({ id, fired }: RuleResult): boolean => id === 'not-a-step' && !fired

/** What a signature gained from the beginnings of its lives to their ends. */
const growthOf = ({ growths }: Assessed): number =>
  Math.max(0, ...growths.map(({ life }) => life.lastLevel - life.firstLevel))

/** A family is named like a signature, by what its members were started as. */
export const familyId = (entry: string): SignatureId => signatureId(['family', entry])

/** Named by the frames that all members share at the root, the entry function among them. */
function familySignature(entry: string, some: readonly Assessed[]): Signature {
  const stacks = some.map(({ signature }) => signature.frames)
  const [first = []] = stacks
  let shared = 0
  while (shared < first.length && stacks.every((frames) => frames.at(-1 - shared) === first.at(-1 - shared)))
    shared++
  const frames = shared === 0 ? [entry] : first.slice(-shared)
  const ownCode = some.find(({ signature }) => signature.ownCode !== undefined)?.signature.ownCode
  return { id: familyId(entry), frames, entry, ownCode, creator: some[0]?.signature.creator }
}
