import type { Rectangle } from './layout.ts'
import type { FlameTree } from './tree.ts'

/** What leaves the page: the stacks as text, and the picture as a file. */

/** A `;` in a name would be a boundary of frames. */
const frame = (name: string): string => name.replaceAll(';', ':').replaceAll('\n', ' ')

/**
 * Stacks of a node and below it, for `flamegraph.pl` and speedscope; a difference has both counts, as `difffolded.pl`
 * writes them: before, now.
 *
 * Example output: `main.main;main.worker;runtime.gopark 40\n`.
 */
export function foldedText(tree: FlameTree, focus: number): string {
  const { names, parent, end, value, base, isDifference } = tree
  const called = { value: new Float64Array(names.length), base: new Float64Array(names.length) }
  for (let node = 1; node < names.length; node++) {
    const caller = parent[node] as number
    called.value[caller] = (called.value[caller] as number) + (value[node] as number)
    called.base[caller] = (called.base[caller] as number) + (base[node] as number)
  }
  const paths: string[] = []
  const lines: string[] = []
  for (let node = 1; node < (end[focus] as number); node++) {
    const above = paths[parent[node] as number]
    paths[node] =
      above === undefined ? frame(names[node] as string) : `${above};${frame(names[node] as string)}`
    if (node < focus) continue
    const [now, before] = (['value', 'base'] as const).map(
      (side) => (tree[side][node] as number) - (called[side][node] as number),
    )
    if (now || before) lines.push(`${paths[node]} ${isDifference ? `${before} ` : ''}${now}\n`)
  }
  return lines.join('')
}

/** What is drawn of a node. */
export interface DrawnBox extends Rectangle {
  readonly fill: string
  readonly label: string
  /** Shown on hover. */
  readonly says: string
}

/** Colours of the page that the picture was drawn on. */
export interface Sheet {
  readonly width: number
  readonly rowHeight: number
  readonly ink: string
  readonly back: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The picture as a file of its own: no script, no font, no address in it. */
export function svgText(boxes: readonly DrawnBox[], { width, rowHeight, ink, back }: Sheet): string {
  const rows = boxes.reduce((most, { row }) => Math.max(most, row + 1), 1)
  const drawn = boxes.map(({ x, row, width: wide, fill, label, says }) => {
    const top = row * rowHeight
    const text =
      label === ''
        ? ''
        : `<text x="${(x + 4).toFixed(1)}" y="${top + rowHeight - 6}" fill="${ink}">${escaped(label)}</text>`
    return `<g><title>${escaped(says)}</title><rect x="${x.toFixed(1)}" y="${top}" width="${Math.max(0.5, wide - 1).toFixed(1)}" height="${rowHeight - 1}" fill="${fill}"/>${text}</g>`
  })
  const height = rows * rowHeight
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="${back}"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}
