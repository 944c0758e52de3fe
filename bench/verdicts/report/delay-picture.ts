import { RATES } from '../battery/plan.ts'
import type { Outcome } from '../play.ts'
import { rowOf } from '../row.ts'
import { dot, methodColour, path, picture, text } from './svg.ts'

const SIZE = { width: 760, height: 420 }
/** Edges of the plot. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 560, 48, 360]
/** Hours with a line of their own; the axis is logarithmic, `never` stands above it. */
const TICKS = [0.5, 1, 3, 6, 12, 24, 48, 168]
const [LEAST, MOST] = [0.5, 336]
const NEVER = TOP

/** How long does a leak run before it is named? The median of the hours, by its rate; who names everything is fast. */
export function delayPicture(methods: readonly string[], outcomes: readonly Outcome[]): string {
  const marks = TICKS.flatMap((hours) => [
    path(
      [
        [LEFT, yOf(hours)],
        [RIGHT, yOf(hours)],
      ],
      'rule',
    ),
    text(LEFT - 8, yOf(hours) + 4, `${hours} h`, 'ink', 'end'),
  ])
  const rates = RATES.map((rate, i) => text(xOf(i), BOTTOM + 22, String(rate), 'ink', 'middle'))
  const lines = methods.map((method, i) => lineOf(method, i, outcomes)).reverse()
  return picture('Median hours until a leak is named, by goroutines leaked an hour', SIZE, [
    ...marks,
    text(LEFT - 8, NEVER + 4, 'never', 'ink', 'end'),
    ...rates,
    text((LEFT + RIGHT) / 2, BOTTOM + 46, 'goroutines an hour in one process', 'ink', 'middle'),
    ...lines,
  ])
}

function lineOf(method: string, index: number, outcomes: readonly Outcome[]): string {
  const colour = methodColour(index)
  const points = RATES.map((rate, i): [number, number] => {
    const { delay } = rowOf(
      method,
      outcomes.filter(({ leaks }) => leaks === rate),
    )
    return [xOf(i), yOf(delay ?? Number.POSITIVE_INFINITY)]
  })
  const { wrong = 0 } = rowOf(method, outcomes)
  const y = TOP + 12 + index * 44
  return [
    path(points, colour),
    ...points.map(([x, at]) => dot(x, at, colour)),
    dot(RIGHT + 26, y - 4, colour),
    text(RIGHT + 38, y, method, 'ink'),
    text(RIGHT + 38, y + 16, `${Math.round(wrong * 100)} % false`, 'ink'),
  ].join('')
}

const xOf = (index: number): number => LEFT + 24 + (index * (RIGHT - LEFT - 48)) / (RATES.length - 1)

const yOf = (hours: number): number =>
  Number.isFinite(hours)
    ? BOTTOM - ((BOTTOM - TOP - 30) * Math.log(Math.max(hours, LEAST) / LEAST)) / Math.log(MOST / LEAST)
    : NEVER
