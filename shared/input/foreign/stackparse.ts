/**
 * Rewrites JSON of DataDog/gostackparse. The text of whyrusleeping/stackparse is nearly the runtime's own: mend/ reads
 * its durations and brackets.
 */

import { isFunctionName } from '#shared/goroutine/go-symbol.ts'
import type { DumpText } from '../clean-dump.ts'
import type { Line } from '../mend/line.ts'
import { type ForeignFrame, rewritten } from './rewritten.ts'

const NS_A_MINUTE = 60e9

/** The goroutines of a JSON list; undefined where the text is none. */
export function rewriteStackparse(dump: DumpText): Line[] | undefined {
  const first = dump.lines.findIndex((line) => line.trim() !== '')
  if (first < 0 || !/^\s*\[?\s*(?:\{|$)/.test(dump.lines[first] ?? '')) return undefined
  const found = goroutinesIn(dump.lines.slice(first).join('\n'))
  const number = dump.numbers[first] ?? 0
  return found?.flatMap((goroutine, i) => goroutineOf(goroutine, i, number))
}

/** The list, also where errors of the parser stand below it. */
function goroutinesIn(text: string): unknown[] | undefined {
  for (const json of [text, text.slice(0, text.lastIndexOf(']') + 1)]) {
    try {
      const value: unknown = JSON.parse(json)
      return Array.isArray(value) && value.some((one) => isObject(one) && 'Stack' in one) ? value : undefined
    } catch {
      // No JSON: the text of another tool, which mend/ reads.
    }
  }
  return undefined
}

function goroutineOf(value: unknown, i: number, number: number): Line[] {
  if (!isObject(value)) return []
  const stack = Array.isArray(value.Stack) ? value.Stack : []
  const creator = frameOf(value.CreatedBy, number)[0]
  return rewritten({
    id: typeof value.ID === 'number' ? value.ID : i + 1,
    number,
    state: typeof value.State === 'string' ? value.State : '',
    minutes: typeof value.Wait === 'number' ? Math.floor(value.Wait / NS_A_MINUTE) : 0,
    isLocked: value.LockedToThread === true,
    frames: stack.flatMap((frame) => frameOf(frame, number)),
    lost: value.FramesElided === true ? 'root' : undefined,
    creator,
  })
}

function frameOf(value: unknown, number: number): ForeignFrame[] {
  if (!isObject(value) || typeof value.Func !== 'string' || !isFunctionName(value.Func)) return []
  const location =
    typeof value.File === 'string' && typeof value.Line === 'number'
      ? `${value.File}:${value.Line}`
      : undefined
  return [{ name: value.Func, words: '...', location: location?.replace(/[\r\n]/g, ' '), number }]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
