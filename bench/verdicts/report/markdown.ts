import { RATES } from '../battery/plan.ts'
import { type Figures, METHOD_NAMES } from '../figures.ts'
import type { Contest } from '../operating/contest.ts'
import { type Row, rowOf, rowsBy } from '../row.ts'
import { contestTable } from './contest-table.ts'
import { table } from './table.ts'

const OURS = METHOD_NAMES[0] as string

/** What a run found out, as the sections of docs/verdicts/figures.md and of the terminal. */
export function sections(figures: Figures, detail: boolean): string[] {
  const { seeds, battery, contests, recorded, recordedContests, outcomes } = figures
  return [
    `## Battery, seeds ${seeds.join(', ')}\n\n${table('method', battery)}`,
    hiddenSection(figures),
    ...contestSection(battery[0], contests),
    ...(recorded.length === 0
      ? []
      : [
          `## Recorded programs\n\n${table('method', recorded)}`,
          missSection(figures),
          ...contestSection(recorded[0], recordedContests),
        ]),
    `## Tidemark by rate\n\n${table('goroutines an hour', byRate(figures))}`,
    ...(detail
      ? [
          `## Tidemark by background\n\n${table(
            'background',
            rowsBy(OURS, outcomes, ({ background }) => background),
          )}`,
          `## Tidemark by disturbance\n\n${table(
            'variant',
            rowsBy(OURS, outcomes, ({ variant }) => variant),
          )}`,
        ]
      : []),
  ]
}

const byRate = ({ outcomes }: Figures): Row[] =>
  RATES.map((rate) => ({
    ...rowOf(
      OURS,
      outcomes.filter(({ leaks }) => leaks === rate),
    ),
    method: String(rate),
  }))

/** Leaks that stay within the swing of healthy goroutines of the same stack are asked about and not asked for. */
function hiddenSection({ outcomes }: Figures): string {
  const hidden = outcomes
    .filter((outcome) => outcome.hidden)
    .map((outcome) => ({ ...outcome, hidden: false }))
  const rows = METHOD_NAMES.map((name) => rowOf(name, hidden))
  return `Not asked for: leaks hidden in the swing of healthy goroutines of the same stack.\n\n${table('method', rows)}`
}

/** The baselines at all of their thresholds; nothing where too few cases tell. */
const contestSection = (ours: Row | undefined, contests: readonly Contest[]): string[] =>
  ours === undefined || contests.length === 0
    ? []
    : [
        `Each baseline at every value of its threshold, and waiting for no number of samples: the most it finds with no more false verdicts than Tidemark, and the fewest false verdicts with which it finds as much.\n\n${contestTable(ours, contests)}`,
      ]

/** What Tidemark got wrong on recorded programs, a line for each case. */
function missSection({ recordedOutcomes }: Figures): string {
  const lines = recordedOutcomes
    .filter(({ method }) => method === OURS)
    .flatMap(({ name, leaks, wrong }) => {
      const missed = leaks.filter(({ found }) => !found).length
      const stacks = wrong.map(({ stack }) => stack.slice(0, 3).join(' < '))
      return missed + stacks.length === 0
        ? []
        : [`* ${name}: ${missed} missed; false: ${stacks.join('; ') || 'none'}`]
    })
  return lines.length === 0 ? 'All recorded cases are right.' : lines.join('\n')
}
