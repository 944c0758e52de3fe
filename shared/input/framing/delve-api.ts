/**
 * Finds goroutines in answers of delve's API, as editors log them (service/api/types.go, Goroutine), and writes them as
 * `goroutines` prints them. Wait reasons are numbers there that differ between versions of Go: they are left out.
 *
 * Example input: `{"Goroutines":[{"id":7,"userCurrentLoc":{"file":"/src/main.go","line":9,"function":{"name":"main.ask"}}}]}`
 * Example output: `  Goroutine 7 - User: /src/main.go:9 main.ask (0x0)`
 */

import { memberOf, parsedLeniently } from './lenient-json.ts'
import type { Line } from './line.ts'

const BEGIN = /"Goroutines":\s*(?=\[\s*\{)/g
/** Places of a goroutine and the words of `goroutines -l` for them. */
const PLACES = [
  ['currentLoc', 'Runtime'],
  ['goStatementLoc', 'Go'],
  ['startLoc', 'Start'],
] as const

/** The lines of every answer in a text; undefined where it has none. */
export function delveAnswers(text: string, first: number): Line[] | undefined {
  const lines: Line[] = []
  let number = first
  let counted = 0
  BEGIN.lastIndex = 0
  for (let found = BEGIN.exec(text); found !== null; found = BEGIN.exec(text)) {
    const at = BEGIN.lastIndex
    const answer = parsedLeniently(text.slice(at))
    if (answer === undefined) break
    number += text.slice(counted, at).split('\n').length - 1
    counted = at
    const line = { number, time: undefined, source: undefined }
    lines.push({ ...line, text: '(dlv) goroutines' })
    lines.push(...goroutinesOf(answer.value).map((shown) => ({ ...line, text: shown })))
    BEGIN.lastIndex = at + Math.max(1, answer.length)
  }
  return lines.length > 0 ? lines : undefined
}

function goroutinesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
    const user = placeOf(one, 'userCurrentLoc')
    const id = memberOf(one, 'id')
    if (typeof id !== 'number' || user === undefined) return []
    const places = PLACES.flatMap(([key, word]) => {
      const place = placeOf(one, key)
      return place === undefined ? [] : [`\t${word}: ${place}`]
    })
    return [`  Goroutine ${id} - User: ${user}`, ...places]
  })
}

function placeOf(goroutine: unknown, key: string): string | undefined {
  const place = memberOf(goroutine, key)
  const name = memberOf(memberOf(place, 'function'), 'name')
  return typeof name === 'string'
    ? `${memberOf(place, 'file')}:${memberOf(place, 'line')} ${name} (0x0)`
    : undefined
}
