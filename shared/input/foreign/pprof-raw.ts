/**
 * Rewrites the output of `go tool pprof -raw` (google/pprof, profile.String): samples as lists of location ids,
 * then the locations with their functions, inlined calls below.
 */

import type { DumpText } from '../clean-dump.ts'
import type { InputRefusal } from '../input-refusal.ts'
import { linesOf } from '../mend/blanks.ts'
import type { Line } from '../mend/line.ts'
import { refusal } from '../mend/refusal.ts'

const TYPE = /^PeriodType: (\S+) /
const SAMPLE = /^[ \t]*(\d{1,15})(?:[ \t]+\d+)*: ([\d ]+)$/
const LOCATION = /^[ \t]*(\d+): 0x([0-9a-f]+)(?: M=\d+)?(?: \[F\])?(?: (.*))?$/
const FUNCTION = /^(\S.*?) (\S.*:\d+)(?::\d+)?(?: s=\d+(?:\(.*\))?)?$/
const LONGEST = 8_192

/** Whether a text of `go tool pprof` is its raw form. */
export const isRaw = (lines: readonly string[]): boolean =>
  lines.slice(0, 20).some((line) => TYPE.test(line)) &&
  lines.slice(0, 20).some((line) => line.startsWith('Samples:'))

export function rewriteRaw(dump: DumpText): Line[] | InputRefusal {
  const samples: { count: string; ids: string; number: number }[] = []
  const locations = new Map<string, string[]>()
  let section = ''
  let open: string[] | undefined
  for (const { text, number } of linesOf(dump)) {
    if (text.length > LONGEST) continue
    if (/^(?:Samples:|Locations|Mappings)/.test(text)) section = text
    const sample = section.startsWith('Samples') ? SAMPLE.exec(text) : null
    if (sample) samples.push({ count: sample[1] ?? '', ids: sample[2] ?? '', number })
    if (section !== 'Locations') continue
    const location = LOCATION.exec(text)
    if (location) {
      open = []
      locations.set(location[1] ?? '', open)
    }
    const call = FUNCTION.exec((location ? location[3] : text.trim()) ?? '')
    if (call && open) open.push(`#\t0x${location?.[2] ?? '0'}\t${call[1]}+0x0\t${call[2]}`)
  }
  const type = dump.lines.map((line) => TYPE.exec(line)?.[1]).find((found) => found !== undefined)
  if (type !== 'goroutine' && type !== 'goroutineleak') {
    return refusal(
      dump,
      'not-a-goroutine-profile',
      `This is a raw profile of type "${type}": send /debug/pprof/goroutine.`,
    )
  }
  const lines = samples.flatMap(({ count, ids, number }) => [
    { text: `${count} @`, number },
    ...ids
      .trim()
      .split(/ +/)
      .flatMap((id) => (locations.get(id) ?? []).map((text) => ({ text, number }))),
    { text: '', number },
  ])
  const total = samples.reduce((sum, { count }) => sum + Number(count), 0)
  return [{ text: `${type} profile: total ${total}`, number: lines[0]?.number ?? 0 }, ...lines]
}
