import { binsOf } from '../calibration.ts'
import type { SetFigures } from '../figures.ts'
import { dot, methodColour, path, picture, text } from './svg.ts'

const SIZE = { width: 680, height: 480 }
/** Edges of the plot. */
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 464, 48, 410]
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]
/** A bin with fewer opinions says little: its dot is small. */
const MANY = 30

/** Of all looks that gave a probability, the share that leaked: on the diagonal where it is true. */
export function reliabilityPicture(sets: readonly SetFigures[]): string {
  const curves = sets.flatMap(({ name, opinions }, i) => {
    const bins = binsOf(opinions)
    const colour = methodColour(i)
    const points = bins.map(({ said, leaked }): [number, number] => [xOf(said), yOf(leaked)])
    const y = TOP + 12 + i * 28
    return [
      ...(points.length > 1 ? [path(points, colour)] : []),
      ...bins.map((bin) => dot(xOf(bin.said), yOf(bin.leaked), colour, bin.opinions < MANY ? 2 : 4.5)),
      dot(RIGHT + 26, y - 4, colour),
      text(RIGHT + 38, y, `${name}, ${opinions.length.toLocaleString('en')}`, 'ink'),
    ]
  })
  return picture('What leaked, over the probability that Tidemark gave, all looks', SIZE, [
    ...axes(),
    ...curves,
    text(RIGHT + 20, BOTTOM - 6, `small dots: under ${MANY}`, 'ink'),
  ])
}

function axes(): string[] {
  const marks = TICKS.flatMap((share) => [
    path(
      [
        [LEFT, yOf(share)],
        [RIGHT, yOf(share)],
      ],
      'rule',
    ),
    path(
      [
        [xOf(share), TOP],
        [xOf(share), BOTTOM],
      ],
      'rule',
    ),
    text(LEFT - 8, yOf(share) + 4, whole(share), 'ink', 'end'),
    text(xOf(share), BOTTOM + 22, whole(share), 'ink', 'middle'),
  ])
  const diagonal = path(
    [
      [LEFT, BOTTOM],
      [RIGHT, TOP],
    ],
    'rule',
  )
  const title = 'probability; upwards: share that leaked'
  return [...marks, diagonal, text((LEFT + RIGHT) / 2, BOTTOM + 46, title, 'ink', 'middle')]
}

const xOf = (share: number): number => LEFT + (RIGHT - LEFT) * share
const yOf = (share: number): number => BOTTOM - (BOTTOM - TOP) * share
const whole = (share: number): string => `${Math.round(share * 100)} %`
