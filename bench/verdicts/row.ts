import type { Outcome } from './play.ts'

/** A line of the table: how a method did on many cases. Shares are 0 … 1, undefined where nothing tells. */
export interface Row {
  readonly method: string
  readonly leaking: number
  readonly healthy: number
  readonly recall: number | undefined
  /** Share of the healthy services with a verdict at the end, and at any look. */
  readonly wrong: number | undefined
  readonly everWrong: number | undefined
  /** Share of all looks at healthy services that reported something. */
  readonly wrongLooks: number | undefined
  /** How often, in a mean case, what was reported came back after it had gone. */
  readonly flips: number | undefined
  /** Share of the leaking services with a verdict on something healthy too. */
  readonly beside: number | undefined
  /** Hours; infinite where half of the leaks were not found. */
  readonly delay: number | undefined
  readonly rateError: number | undefined
  readonly sinceError: number | undefined
  readonly causeRight: number | undefined
}

/** Leaks that nobody could see are left out; `hiddenRow` asks for them alone. */
export function rowOf(method: string, outcomes: readonly Outcome[]): Row {
  const own = outcomes.filter((outcome) => outcome.method === method)
  const leaking = own.filter(({ leaks, hidden }) => leaks !== undefined && !hidden)
  const healthy = own.filter(({ leaks }) => leaks === undefined)
  return {
    method,
    leaking: leaking.length,
    healthy: healthy.length,
    recall: shareOf(leaking, ({ found }) => found),
    wrong: shareOf(healthy, ({ wrong }) => wrong),
    everWrong: shareOf(healthy, ({ everWrong }) => everWrong),
    wrongLooks: ratioOf(
      healthy,
      ({ wrongLooks }) => wrongLooks,
      ({ looks }) => looks,
    ),
    flips: ratioOf(
      [...leaking, ...healthy],
      ({ flips }) => flips,
      () => 1,
    ),
    beside: shareOf(leaking, ({ wrong }) => wrong),
    delay: medianOf(leaking.map(({ delay }) => delay ?? Number.POSITIVE_INFINITY)),
    rateError: medianOf(known(leaking, ({ rateError }) => rateError)),
    sinceError: medianOf(known(leaking, ({ sinceError }) => sinceError)),
    causeRight: shareOf(
      known(leaking, ({ causeRight }) => causeRight),
      (right) => right,
    ),
  }
}

/** One row for each value that the outcomes of a method have in one column. */
export function rowsBy(
  method: string,
  outcomes: readonly Outcome[],
  key: (outcome: Outcome) => string,
): Row[] {
  const own = outcomes.filter((outcome) => outcome.method === method)
  return [...Map.groupBy(own, key)].map(([name, some]) => ({ ...rowOf(method, some), method: name }))
}

export function shareOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number | undefined {
  return items.length === 0 ? undefined : items.filter(is).length / items.length
}

/** The sum of one number over that of another; undefined for none. */
export function ratioOf<Item>(
  items: readonly Item[],
  above: (item: Item) => number,
  below: (item: Item) => number,
): number | undefined {
  const sum = (value: (item: Item) => number): number => items.reduce((total, item) => total + value(item), 0)
  return sum(below) === 0 ? undefined : sum(above) / sum(below)
}

/** The middle value, of an even number the upper of both; undefined for none. */
export const medianOf = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const known = <Item, Value>(items: readonly Item[], of: (item: Item) => Value | undefined): Value[] =>
  items.map(of).filter((value) => value !== undefined)
