import type { LowWater } from '#shared/trend/low-water.ts'

/** How many jumps of one size the rises are worth: their sum squared over the sum of their squares (Kish 1965). */
export function jumpsIn(marks: Float64Array): number {
  let sum = 0
  let squares = 0
  for (let i = 1; i < marks.length; i++) {
    const rise = Math.max(0, (marks[i] as number) - (marks[i - 1] as number))
    sum += rise
    squares += rise * rise
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

/** The most that came from one mark to the next but one, since a jump within a window shows in two; and when it had come. */
export function largestJump({ times, marks }: LowWater): { readonly jump: number; readonly after: number } {
  let jump = 0
  let after = times[0] ?? 0
  for (let i = 2; i < marks.length; i++) {
    const step = (marks[i] as number) - (marks[i - 2] as number)
    if (step <= jump) continue
    jump = step
    after = times[i] as number
  }
  return { jump, after }
}
