import type { Contest } from '../operating/contest.ts'
import type { OperatingPoint } from '../operating/curve.ts'
import type { Row } from '../row.ts'
import { dot, methodColour, path, picture, text } from './svg.ts'

const SIZE = { width: 760, height: 460 }
/** Edges of the plot. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 540, 48, 390]
/** The axis of false verdicts is that of their square root: what matters lies near 0. */
const WRONG_TICKS = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1]
/** Where every curve begins: nothing is reported. */
const NOTHING = { recall: 0, wrong: 0 }
const RECALL_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]

/** Recall over false verdicts: each baseline is a curve, a point for each of its thresholds, Tidemark one point. */
export function planePicture({ method, recall = 0, wrong = 0 }: Row, contests: readonly Contest[]): string {
  const names = [...new Set(contests.map(({ name }) => name))]
  const colourOf = (name: string): string => methodColour(1 + names.indexOf(name))
  const curves = contests.flatMap(({ name, curve, published }) => [
    path(staircase([NOTHING, ...curve]), colourOf(name)),
    ...published.map((point) => dot(xOf(point.wrong), yOf(point.recall), colourOf(name))),
  ])
  const legend = [method, ...names].flatMap((name, i) => {
    const y = TOP + 12 + i * 28
    return [
      dot(RIGHT + 26, y - 4, i === 0 ? methodColour(0) : colourOf(name)),
      text(RIGHT + 38, y, name, 'ink'),
    ]
  })
  return picture('Leaks found over false verdicts, at every threshold of every baseline', SIZE, [
    ...axes(),
    ...curves,
    dot(xOf(wrong), yOf(recall), methodColour(0), 7),
    ...legend,
    text(RIGHT + 20, BOTTOM - 6, 'dots: published thresholds', 'ink'),
  ])
}

function axes(): string[] {
  const across = RECALL_TICKS.flatMap((share) => [
    path(
      [
        [LEFT, yOf(share)],
        [RIGHT, yOf(share)],
      ],
      'rule',
    ),
    text(LEFT - 8, yOf(share) + 4, whole(share), 'ink', 'end'),
  ])
  const down = WRONG_TICKS.flatMap((share) => [
    path(
      [
        [xOf(share), TOP],
        [xOf(share), BOTTOM],
      ],
      'rule',
    ),
    text(xOf(share), BOTTOM + 22, whole(share), 'ink', 'middle'),
  ])
  const title = 'healthy services reported (square root); upwards: leaks found'
  return [...across, ...down, text((LEFT + RIGHT) / 2, BOTTOM + 46, title, 'ink', 'middle')]
}

/** The points with the steps between them, in whole pixels, none twice. */
function staircase(curve: readonly Pick<OperatingPoint, 'recall' | 'wrong'>[]): [number, number][] {
  const steps: [number, number][] = []
  for (const { recall, wrong } of curve) {
    const [x, y] = [Math.round(xOf(wrong)), Math.round(yOf(recall))]
    const last = steps.at(-1)
    if (last?.[0] === x && last[1] === y) continue
    if (last !== undefined && last[0] !== x && last[1] !== y) steps.push([x, last[1]])
    steps.push([x, y])
  }
  return steps
}

const xOf = (wrong: number): number => LEFT + (RIGHT - LEFT) * Math.sqrt(wrong)
const yOf = (recall: number): number => BOTTOM - (BOTTOM - TOP) * recall
const whole = (share: number): string => `${Math.round(share * 100)} %`
