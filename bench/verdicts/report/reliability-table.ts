import { type Bin, binsOf, calibrationError } from '../calibration.ts'
import type { SetFigures } from '../figures.ts'
import { percent, tableOf } from './table.ts'

/** What was said and what was true, a line for each bin of each set that has opinions; undefined: none has. */
export function reliabilityTable(sets: readonly SetFigures[]): string | undefined {
  const lines = sets.flatMap(({ name, opinions }) => {
    const bins = binsOf(opinions)
    return bins.map((bin, i) => [i === 0 ? name : '', ...cellsOf(bin), i === 0 ? errorOf(bins) : ''])
  })
  if (lines.length === 0) return undefined
  return tableOf([['set', 'said', 'opinions', 'mean said', 'leaked', 'off, all bins'], ...lines])
}

const cellsOf = ({ from, to, opinions, said, leaked }: Bin): string[] => [
  `${whole(from)}–${whole(to)} %`,
  String(opinions),
  percent(said),
  percent(leaked),
]

const errorOf = (bins: readonly Bin[]): string => percent(calibrationError(bins))
const whole = (share: number): string => String(Math.round(share * 100))
