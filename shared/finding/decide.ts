import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput, Judgement } from '#shared/verdict/judge/judgement.ts'
import { type QuietStacks, quietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import type { Finding } from './finding.ts'
import { type IntendedBySettings, nextFindings } from './lifecycle.ts'
import { withoutGrowth } from './without-growth.ts'

/** All that one run of the judge makes of what was gathered. */
export interface Decided {
  readonly judgement: Judgement
  /** The stacks that are no finding, in short. */
  readonly quiet: QuietStacks
  /**
   * The findings that change, of those of the service as they stand. It is asked again where somebody has changed one
   * meanwhile.
   */
  readonly changed: (known: readonly Finding[]) => Finding[]
}

/** Judges what was gathered, and moves findings on. Pure, as the judge is: what it answers is written elsewhere. */
export function decide(input: JudgeInput): Decided {
  const { service, signatures, now } = input
  const judgement = judge(input)
  const { verdicts, others, watched } = judgement
  const intended: IntendedBySettings = new Map(
    others.filter(({ verdict }) => verdict === 'intended').map(({ signature, why }) => [signature, why]),
  )
  return {
    judgement,
    quiet: quietStacks(others),
    changed: (known) =>
      nextFindings(service, known, verdicts, now, intended, (verdict) =>
        withoutGrowth(verdict, watched, signatures),
      ),
  }
}
