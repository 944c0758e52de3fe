/**
 * Rewrites the output of `go tool pprof -traces` (google/pprof, internal/report/report.go, printTraces): samples
 * between lines of hyphens, their labels first, leaf first; the count stands before the leaf.
 */

import { isCName, isFunctionName, symbolEnd } from '#shared/goroutine/go-symbol.ts'
import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'

const SEPARATOR = /^[ \t]*-{5,}\+-{5,}[ \t]*$/
const TYPE = /^[ \t]*Type: (.+)$/
const OURS = /^goroutine(?:_?leaks?|s)?$/
const LEAK = /leak/
const LABEL = /^[ \t]*(\S[^:]*): {2}(.*)$/
const LEAF = /^[ \t]*(-?\d{1,15}(?:\.\d+)?)([kMG]?)[ \t]{2,}(\S.*)$/
/** With `-addresses` and `-lines`: `000000000048c16a main.f /src/main.go:9`. */
const ADDRESS = /^(?:0x)?[0-9a-f]{8,16} /
const INLINE = / \((?:inline|partial-inline)\)$/
const PLACE = /^[ \t]+(\S.*:\d+)(?:[ \t]+\[.*\])?$/
const LARGE: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 }

export function rewriteTraces(dump: DumpText): Line[] | InputRefusal {
  const lines = linesOf(dump)
  const type = lines.map(({ text }) => TYPE.exec(text)?.[1]).find((found) => found !== undefined)
  if (type !== undefined && !OURS.test(type)) {
    const detail = `These are the traces of a profile of type "${type}": send those of /debug/pprof/goroutine.`
    return refusal(dump, 'not-a-goroutine-profile', detail)
  }
  const out: Line[] = []
  let isSample = false
  let isFirst = true
  let labels: [string, string][] = []
  for (const { text, number } of lines) {
    if (SEPARATOR.test(text)) {
      if (isSample && !isFirst) out.push({ text: '', number })
      isSample = true
      isFirst = true
      labels = []
    } else if (!isSample || text === '') continue
    else if (isFirst) {
      const leaf = LEAF.exec(text)
      if (leaf === null) {
        const [, key, value] = LABEL.exec(text) ?? []
        if (key !== undefined && value !== undefined) labels.push([key, value])
        continue
      }
      if (Number(leaf[1]) < 0) return refusal(dump, 'delta-profile', DELTA)
      isFirst = false
      const count = Math.round(Number(leaf[1]) * (LARGE[leaf[2] ?? ''] ?? 1))
      out.push({ text: `${count} @`, number })
      if (labels.length > 0)
        out.push({ text: `# labels: ${JSON.stringify(Object.fromEntries(labels))}`, number })
      out.push(...symbolOf(leaf[3] ?? '', number))
    } else out.push(...symbolOf(text.trim(), number))
  }
  const total = out.reduce((sum, { text }) => sum + Number(/^(\d+) @$/.exec(text)?.[1] ?? 0), 0)
  const name = type !== undefined && LEAK.test(type) ? 'goroutineleak' : 'goroutine'
  return total === 0
    ? refusal(dump, 'malformed-profile', EMPTY)
    : [{ text: `${name} profile: total ${total}`, number: out[0]?.number ?? 0 }, ...out]
}

const DELTA =
  'These traces are the difference of two profiles: counts are missing where nothing changed. Send the traces of one profile, without -base and -diff_base.'
const EMPTY =
  'These traces of "go tool pprof" have no sample that can be read. Send the profile itself, or the whole output of "go tool pprof -traces PROFILE".'

function symbolOf(text: string, number: number): Line[] {
  const line = text.replace(INLINE, '').replace(ADDRESS, '')
  const end = symbolEnd(line, 0)
  const name = line.slice(0, end)
  const place = PLACE.exec(line.slice(end))?.[1]
  const isWhole = end === line.length || place !== undefined
  if (!isWhole || !(isFunctionName(name) || isCName(name))) return []
  return [{ text: `#\t0x0\t${name}+0x0${place === undefined ? '' : `\t${place}`}`, number }]
}
