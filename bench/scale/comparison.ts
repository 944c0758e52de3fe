import { sum } from '../cost/model.ts'
import { billOf } from './bill.ts'
import type { Fleet } from './fleet.ts'
import { count, money } from './markdown.ts'
import type { Outcome } from './play-job.ts'
import type { Played } from './played.ts'
import { IN_WORDS, type Senders } from './senders.ts'

export interface PlayedFleet {
  readonly fleet: Fleet
  readonly outcomes: readonly Outcome[]
}

/** Dollars a month that a fleet of 60 stacks a process is to cost at most, by its processes. */
const GOALS: Readonly<Record<number, Partial<Record<Senders, number>>>> = {
  10000: { process: 450, node: 150 },
  100000: { process: 4_200, node: 1_200 },
}
/** Shares of a bill that are worth a word. */
const LARGE = 0.1

/** The bills of fleets beside each other, as Markdown: what each part costs, the goal, and what most of it is for. */
export function comparisonOf(seen: readonly PlayedFleet[]): string {
  const columns = seen.map(({ fleet, outcomes }) => {
    const bill = billOf(
      fleet,
      outcomes.filter((one): one is Played => 'function' in one),
    )
    const total = sum(bill)
    return { fleet, bill, total, goal: GOALS[fleet.processes]?.[fleet.senders] }
  })
  const parts = [...new Set(columns.flatMap(({ bill }) => Object.keys(bill)))]
  const row = (first: string, cells: readonly string[]): string => `| ${[first, ...cells].join(' | ')} |`
  return [
    row(
      'US dollars a month',
      columns.map(({ fleet }) => `${count(fleet.processes)}, ${IN_WORDS[fleet.senders]}`),
    ),
    row(
      '---',
      columns.map(() => '---:'),
    ),
    ...parts.map((part) =>
      row(
        part,
        columns.map(({ bill }) => money(bill[part] ?? 0)),
      ),
    ),
    row(
      '**total**',
      columns.map(({ total }) => `**${money(total)}**`),
    ),
    row(
      'goal',
      columns.map(({ goal }) => (goal === undefined ? '' : count(goal))),
    ),
    '',
    ...columns.map(
      ({ fleet, bill, total }) =>
        `* ${count(fleet.processes)} processes, ${IN_WORDS[fleet.senders]}: ${largeParts(bill, total)}.`,
    ),
  ].join('\n')
}

const largeParts = (bill: Readonly<Record<string, number>>, total: number): string =>
  Object.entries(bill)
    .filter(([, dollars]) => dollars >= LARGE * total)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, dollars]) => `${name} ${((100 * dollars) / total).toFixed(0)} %`)
    .join(', ')
