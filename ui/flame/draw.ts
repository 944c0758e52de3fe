import { ownerOf } from '#shared/signature/own-code.ts'
import { colour } from '../theme.ts'
import { changeOf, shadeOf } from './change.ts'
import { labelOf } from './label.ts'
import type { Rectangle } from './layout.ts'
import type { Matches } from './search.ts'
import type { FlameTree } from './tree.ts'

/** Pixels. */
export const ROW_HEIGHT = 20
const PADDING = 4

/** What is drawn: a tree as far as it is seen, and what is marked in it. */
export interface Picture {
  readonly tree: FlameTree
  readonly seen: readonly Rectangle[]
  /** Undefined: nothing is searched for. */
  readonly matches: Matches | undefined
  /** Import paths that the settings of the service call its own. */
  readonly ownCode: readonly string[]
  /** The root is a function, not all of a service. */
  readonly isPart?: boolean
}

/** Draws a picture over the whole canvas. @param pixels of the screen in one of CSS */
export function drawFlame(canvas: HTMLCanvasElement, picture: Picture, pixels: number): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  context.setTransform(pixels, 0, 0, pixels, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.font = `12px ${getComputedStyle(canvas).fontFamily}`
  context.textBaseline = 'middle'
  context.direction = 'ltr'
  fillBoxes(context, picture)
  writeNames(context, picture)
}

/** Colour by colour: changing it is what takes time. */
function fillBoxes(context: CanvasRenderingContext2D, picture: Picture): void {
  for (const [tint, boxes] of Map.groupBy(picture.seen, ({ node }) => tintOf(picture, node))) {
    context.fillStyle = colour(`--flame-${tint}`)
    for (const { x, row, width } of boxes)
      context.fillRect(x, row * ROW_HEIGHT, Math.max(width - 1, 0.5), ROW_HEIGHT - 1)
  }
}

/** A colour by the name that it has in flame.css. */
export function tintOf({ tree, matches, ownCode, isPart = false }: Picture, node: number): string {
  if (matches !== undefined && matches.hits[node] !== 1) return 'dimmed'
  if (!tree.isDifference) return node === 0 && !isPart ? 'same' : ownerOf(tree.names[node] ?? '', ownCode)
  const shade = shadeOf(changeOf(tree.value[node] as number, tree.base[node] as number))
  if (shade === 0) return 'same'
  return `${shade < 0 ? 'less' : 'more'}-${Math.abs(shade)}`
}

function writeNames(context: CanvasRenderingContext2D, { tree, seen }: Picture): void {
  const character = context.measureText('0').width
  context.fillStyle = colour('--ink')
  for (const { node, x, row, width } of seen) {
    const room = Math.floor((width - 2 * PADDING) / character)
    const label = labelOf(tree, node, room)
    if (label !== '') context.fillText(label, x + PADDING, (row + 0.5) * ROW_HEIGHT, width - PADDING)
  }
}
