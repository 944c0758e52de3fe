import { judge } from '#shared/verdict/judge/judge.ts'
import type { JudgeInput, Judgement } from '#shared/verdict/judge/judgement.ts'
import { type QuietStacks, quietStacks } from '#shared/verdict/judge/quiet-stacks.ts'
import { heldOn, restsUntil, waitsUntil } from '#shared/verdict/judge/urgent.ts'
import type { Finding } from './finding.ts'
import { type IntendedBySettings, nextFindings } from './lifecycle.ts'
import { withoutGrowth } from './without-growth.ts'

/** All that one run of the judge makes of what was gathered. */
export interface Decided {
  readonly judgement: Judgement
  /** Until when nobody judges the service again before its turn; undefined: the next plan has it judged. */
  readonly waitsUntil: number | undefined
  /** Until when less is kept of it; undefined: it does not rest. */
  readonly restsUntil: number | undefined
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
  const judged = judge(input)
  const until = waitsUntil(judged, now)
  const verdicts = judged.verdicts.map((verdict) => ({
    ...verdict,
    heldUntil: heldOn(verdict.heldUntil, until),
  }))
  const judgement = { ...judged, verdicts }
  const { others, watched } = judged
  const intended: IntendedBySettings = new Map(
    others.filter(({ verdict }) => verdict === 'intended').map(({ signature, why }) => [signature, why]),
  )
  return {
    judgement,
    waitsUntil: until,
    restsUntil: restsUntil(judged, now, until),
    quiet: quietStacks(others),
    changed: (known) =>
      nextFindings(service, known, verdicts, now, intended, (verdict) =>
        withoutGrowth(verdict, watched, signatures),
      ),
  }
}
