import { RATES } from '../battery/plan.ts'
import { type Figures, type MadeFigures, type RecordedFigures, setsOf } from '../figures.ts'
import type { Contest } from '../operating/contest.ts'
import { type Row, rowOf, rowsBy } from '../row.ts'
import { TIDEMARK } from '../tidemark.ts'
import { contestTable } from './contest-table.ts'
import { reliabilityTable } from './reliability-table.ts'
import { table } from './table.ts'

const OURS = TIDEMARK.name

/** What a run found out, as the sections of docs/verdicts/figures.md and of the terminal. */
export function sections(figures: Figures, detail: boolean): string[] {
  const { seeds, battery, phenomena, recorded, together } = figures
  return [
    ...(battery === undefined ? [] : madeSections(`Battery, seeds ${seeds.join(', ')}`, battery)),
    ...(phenomena === undefined
      ? []
      : [
          ...madeSections(`Phenomena, seeds ${seeds.join(', ')}`, phenomena),
          `## Tidemark by phenomenon\n\n${table(
            'phenomenon',
            rowsBy(OURS, phenomena.outcomes, ({ background }) => background),
          )}`,
        ]),
    ...recorded.flatMap(recordedSections),
    ...(together === undefined
      ? []
      : [
          `## All recorded programs\n\n${table('method', together.rows)}`,
          ...contestSection(together.rows[0], together.contests),
        ]),
    ...calibrationSection(figures),
    ...(battery === undefined ? [] : batterySections(battery, detail)),
    ...(phenomena === undefined || !detail ? [] : [variantSection(phenomena)]),
  ]
}

const madeSections = (title: string, set: MadeFigures): string[] => [
  `## ${title}\n\n${table('method', set.rows)}`,
  ...hiddenSection(set),
  ...contestSection(set.rows[0], set.contests),
]

const recordedSections = (set: RecordedFigures): string[] => [
  `## Recorded programs: ${set.name}\n\n${table('method', set.rows)}`,
  missSection(set),
  ...contestSection(set.rows[0], set.contests),
]

function batterySections({ outcomes }: MadeFigures, detail: boolean): string[] {
  const byRate = RATES.map(
    (rate): Row => ({
      ...rowOf(
        OURS,
        outcomes.filter(({ leaks }) => leaks === rate),
      ),
      method: String(rate),
    }),
  )
  return [
    `## Tidemark by rate\n\n${table('goroutines an hour', byRate)}`,
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

const variantSection = ({ outcomes }: MadeFigures): string =>
  `## Tidemark by variant of a phenomenon\n\n${table(
    'phenomenon',
    rowsBy(OURS, outcomes, ({ background, variant }) => `${background}: ${variant}`),
  )}`

/** Leaks that stay within the swing of healthy goroutines of the same stack are asked about and not asked for. */
function hiddenSection({ outcomes, rows: all }: MadeFigures): string[] {
  const hidden = outcomes
    .filter((outcome) => outcome.hidden)
    .map((outcome) => ({ ...outcome, hidden: false }))
  if (hidden.length === 0) return []
  const rows = all.map(({ method }) => rowOf(method, hidden))
  return [
    `Not asked for: leaks hidden in the swing of healthy goroutines of the same stack.\n\n${table('method', rows)}`,
  ]
}

/** The baselines at all of their thresholds; nothing where too few cases tell. */
const contestSection = (ours: Row | undefined, contests: readonly Contest[]): string[] =>
  ours === undefined || contests.length === 0
    ? []
    : [
        `Each baseline at every value of its threshold, and waiting for no number of samples: the most it finds with no more false verdicts than Tidemark, and the fewest false verdicts with which it finds as much.\n\n${contestTable(ours, contests)}`,
      ]

/** What Tidemark got wrong on recorded programs, a line for each case. */
function missSection({ outcomes }: RecordedFigures): string {
  const lines = outcomes
    .filter(({ method }) => method === OURS)
    .flatMap(({ name, leaks, wrong, looks, wrongLooks }) => {
      const missed = leaks.filter(({ found }) => !found).length
      const stacks = wrong.map(({ stack }) => stack.slice(0, 3).join(' < '))
      if (missed + wrongLooks === 0) return []
      return [
        `* ${name}: ${missed} missed; false: ${stacks.join('; ') || 'none'}; at ${wrongLooks} of ${looks} looks`,
      ]
    })
  return lines.length === 0 ? 'All recorded cases are right, at all looks.' : lines.join('\n')
}

/** Whether what was said with a probability was true as often. */
function calibrationSection(figures: Figures): string[] {
  const lines = reliabilityTable(setsOf(figures))
  return lines === undefined
    ? []
    : [
        `## Calibration\n\nEverything that Tidemark gave a probability, at all looks: how often it was a leak.\n\n${lines}`,
      ]
}
