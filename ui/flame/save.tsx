import { colour } from '../theme.ts'
import { type Picture, ROW_HEIGHT, tintOf } from './draw.ts'
import { foldedText, svgText } from './export.ts'
import { labelOf } from './label.ts'
import { sentenceOf } from './sentence.ts'

/** Pixels of a character of 12 px in a monospaced font, on the safe side. */
const CHARACTER = 7.3
const PADDING = 8

/** Buttons that save what is seen: the stacks as folded text, the picture as SVG. */
export function Save({
  picture,
  focus,
  width,
}: {
  readonly picture: Picture
  readonly focus: number
  readonly width: number
}) {
  const { tree, seen } = picture
  const name = (tree.names[0] ?? 'stacks').replaceAll(/[^\w.-]+/g, '-')
  const svg = (): string =>
    svgText(
      seen.map((box) => ({
        ...box,
        fill: colour(`--flame-${tintOf(picture, box.node)}`),
        label: labelOf(tree, box.node, Math.floor((box.width - PADDING) / CHARACTER)),
        says: sentenceOf(tree, box.node),
      })),
      { width, rowHeight: ROW_HEIGHT, ink: colour('--ink'), back: colour('--back') },
    )
  return (
    <>
      <button type="button" onClick={() => save(`${name}.folded`, 'text/plain', foldedText(tree, focus))}>
        Save as folded text
      </button>
      <button type="button" onClick={() => save(`${name}.svg`, 'image/svg+xml', svg())}>
        Save as SVG
      </button>
    </>
  )
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
