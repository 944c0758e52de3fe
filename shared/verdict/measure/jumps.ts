import type { LowWater } from '#shared/trend/low-water.ts'

/** How many jumps of one size the rises are worth. */
export const jumpsIn = (marks: Float64Array): number =>
  worthOf(marks.subarray(1).map((mark, i) => mark - (marks[i] as number)))

/** How many of one size several are worth, falls left out: their sum squared over the sum of their squares (Kish 1965). */
export function worthOf(rises: Iterable<number>): number {
  let sum = 0
  let squares = 0
  for (const change of rises) {
    const rise = Math.max(0, change)
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
