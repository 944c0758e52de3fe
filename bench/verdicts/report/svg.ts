/** Parts of a picture: text and lines that can be read on a light and on a dark page. */

/** Colours by name, for the light and the dark page; each has a contrast of 3 or more to its page. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ink: ['#1f2328', '#e6edf3'],
  rule: ['#8c959f', '#6e7681'],
  ours: ['#0969da', '#58a6ff'],
  bad: ['#cf222e', '#ff7b72'],
  other1: ['#8250df', '#bc8cff'],
  other2: ['#bc4c00', '#f0883e'],
  other3: ['#1a7f37', '#3fb950'],
  other4: ['#bf3989', '#f778ba'],
  other5: ['#57606a', '#8b949e'],
  other6: ['#7d4e00', '#d29922'],
}

/** Class of the n-th method in all pictures; the first is ours. */
export const methodColour = (index: number): string =>
  index === 0 ? 'ours' : `other${((index - 1) % 6) + 1}`

interface Size {
  readonly width: number
  readonly height: number
}

/** A whole picture with its title, which is read aloud too. */
export function picture(title: string, { width, height }: Size, parts: readonly string[]): string {
  const rules = (side: 0 | 1): string =>
    Object.entries(COLOURS)
      .map(([name, pair]) => `.${name}{fill:${pair[side]};stroke:${pair[side]}}`)
      .join('')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${rules(0)}@media(prefers-color-scheme:dark){${rules(1)}}text[class]{font:13px system-ui,sans-serif;stroke:none}text.t{font-weight:600;font-size:15px}path[class]{fill:none;stroke-width:2}path.ours{stroke-width:4}path.rule{stroke-width:.5}</style>`,
    text(16, 24, title, 'ink t'),
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** @param anchor which end of the text stands at x */
export const text = (
  x: number,
  y: number,
  words: string,
  name: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string =>
  `<text x="${round(x)}" y="${round(y)}" class="${name}" text-anchor="${anchor}">${escaped(words)}</text>`

/** A line through points. */
export const path = (points: readonly (readonly [number, number])[], name: string): string =>
  `<path class="${name}" d="M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}"/>`

export const dot = (x: number, y: number, name: string, radius = 3.5): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" class="${name}"/>`

export const bar = (x: number, y: number, width: number, height: number, name: string): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" class="${name}"/>`

const round = (value: number): number => Math.round(value * 10) / 10

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
