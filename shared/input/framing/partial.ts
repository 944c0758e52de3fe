/** Joins lines that a container runtime cut: CRI marks each part but the last with P. */

import type { Line } from './line.ts'

/** Time, stream, tag and text (Kubernetes, CRI logging format). */
const CRI = /^((?:.{0,200} )?\d{4}-\d\d-\d\dT\S{8,30} (stdout|stderr) )([PF])(?::\S*)? (.*)$/s

export function withoutCuts(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => CRI.exec(text)?.[3] === 'P')) return lines
  const joined: Line[] = []
  /** Where the line stands that a stream has begun. */
  const open = new Map<string, number>()
  for (const line of lines) {
    const [, prefix, stream = '', tag, rest = ''] = CRI.exec(line.text) ?? []
    const at = open.get(stream) ?? -1
    const begun = joined[at]
    if (prefix === undefined) joined.push(line)
    else if (begun !== undefined) joined[at] = { ...begun, text: begun.text + rest }
    else if (tag === 'P') open.set(stream, joined.push({ ...line, text: `${prefix}F ${rest}` }) - 1)
    else joined.push(line)
    if (tag === 'F') open.delete(stream)
  }
  return joined
}
