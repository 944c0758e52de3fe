import type { Verdict } from '../model/verdict.ts'

/** A verdict as it reads at a later time: nothing runs where nothing has come in since the last process was overdue. */
export function asOf(verdict: Verdict, now: number): Verdict {
  const isOver = verdict.seen === 'fixed' || verdict.seen === 'gone'
  const isSilent = verdict.seen === 'silent' || (verdict.heldUntil !== undefined && now > verdict.heldUntil)
  return isOver || !isSilent
    ? verdict
    : {
        ...verdict,
        seen: 'silent',
        neverFell: false,
        processes: { growing: 0, of: 0, names: [] },
        limit: undefined,
      }
}
