/** What a series rose and what it fell, added up. Goroutines. */
export interface Changes {
  readonly rises: number
  readonly falls: number
}

/** Falls over rises; 1 where nothing rose. */
export const returnedOf = ({ rises, falls }: Changes): number => (rises === 0 ? 1 : falls / rises)

/** Falls over rises of a series: 0 for one that only rises, 1 for one that ends where it began. */
export const shareReturned = (values: Float64Array): number => returnedOf(changesOf(values))

/** Falls over rises of a series without healthy goroutines among the leaked ones (recorded: 0.00–0.02). */
const CLEAN = 0.05

/** Whether nearly nothing of what came has left: no healthy goroutines stand among the leaked ones. */
export function isClean(values: Float64Array): boolean {
  const { rises, falls } = changesOf(values)
  return falls <= CLEAN * rises
}

/** Falls over rises where nothing has left: single snapshots between start and end of a wait (recorded leaks: 0.00–0.02). */
const NONE = 0.02

/** Whether nothing of what came has left. */
export const noneLeft = (values: Float64Array): boolean => shareReturned(values) <= NONE

/** Sums of all rises and of all falls of a series after a median of 3, which takes single outliers out. */
export function changesOf(values: Float64Array): Changes {
  let rises = 0
  let falls = 0
  for (let i = 2; i < values.length - 1; i++) {
    const change = middleOf3(values, i) - middleOf3(values, i - 1)
    if (change > 0) rises += change
    else falls -= change
  }
  return { rises, falls }
}

function middleOf3(values: Float64Array, i: number): number {
  const [a, b, c] = [values[i - 1] as number, values[i] as number, values[i + 1] as number]
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
