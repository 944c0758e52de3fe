import { medianSorted } from 'simple-statistics'

/** The value in the middle; 0 for no values. */
export const median = (values: Float64Array): number =>
  values.length === 0 ? 0 : medianSorted(values.slice().sort() as ArrayLike<number> as number[])
