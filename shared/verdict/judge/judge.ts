import { rankOf } from '#shared/cause/catalogue.ts'
import { ownCodeFrame } from '#shared/signature/own-code.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import { mayBe } from '../corroboration/known-cause.ts'
import { meanRate } from '../growth/mean-rate.ts'
import { inOneName, successionsOf } from '../life/succession.ts'
import { watchedAt } from '../life/watched.ts'
import { assessAll } from './assess.ts'
import type { Assessed } from './assessed.ts'
import { countsOfCauses } from './counts-of-causes.ts'
import { dumpsWanted } from './dumps-wanted.ts'
import type { JudgeInput, Judgement } from './judgement.ts'
import { learningOf } from './learning.ts'
import { nonFinding, tooUnlikely } from './non-finding.ts'
import { severity } from './severity.ts'
import { groupTwins } from './twins.ts'
import { verdictOf } from './verdict-of.ts'

/**
 * Says which stacks of a service leak, and of every other stack why it does not.
 *
 * The same input gives the same judgement: no clock, no chance, no order of arrival.
 */
export function judge(given: JudgeInput): Judgement {
  const successions = successionsOf(given.lives, given.signatures)
  const asSeen = inOneName(given.lives, successions).toSorted(byProcess)
  const watched = watchedAt(asSeen, given.now)
  const signatures = inOwnWords(given.signatures, given.settings)
  const input = { ...given, ...watched, signatures, successions }
  const assessed = assessAll(input)
  const ofOneCause = countsOfCauses(assessed)
  const candidates = assessed.filter(({ growing }) => growing.length > 0).sort(byImportance)
  const verdicts = groupTwins(candidates).map((group) => verdictOf(input, group))
  return {
    verdicts: verdicts.sort((a, b) => severity(b) - severity(a)),
    others: [
      ...assessed
        .filter(({ growing }) => growing.length === 0)
        .map((one) => nonFinding(one, (series) => ofOneCause.get(one.cause?.id)?.get(series) ?? 0)),
      ...verdicts.filter(({ tier }) => tier === 'watch').flatMap(tooUnlikely),
    ],
    dumps: dumpsWanted(assessed, verdicts, input),
    learning: learningOf(watched, assessed),
    watched,
  }
}

/** Signatures with the own-code frames that the settings of this service make; the index is of the whole tenant. */
function inOwnWords(
  signatures: JudgeInput['signatures'],
  { ownCode }: JudgeInput['settings'],
): ReadonlyMap<SignatureId, Signature> {
  if (ownCode.length === 0) return signatures
  const renamed = [...signatures].map(
    ([id, signature]) =>
      [id, { ...signature, ownCode: ownCodeFrame(signature.frames, ownCode) ?? signature.ownCode }] as const,
  )
  return new Map(renamed)
}

const byProcess = (a: LifeSeries, b: LifeSeries): number =>
  a.process.id === b.process.id ? a.life - b.life : a.process.id < b.process.id ? -1 : 1

/** Known causes before unknown ones, own code before libraries, as the catalogue does, then by growth; ids settle the rest. */
const byImportance = (a: Assessed, b: Assessed): number =>
  Number(mayBe(b).length > 0) - Number(mayBe(a).length > 0) ||
  Number(b.signature.ownCode !== undefined) - Number(a.signature.ownCode !== undefined) ||
  rankOf(mayBe(a)[0]) - rankOf(mayBe(b)[0]) ||
  meanRate(b.growing).perHour - meanRate(a.growing).perHour ||
  (a.signature.id < b.signature.id ? -1 : 1)
