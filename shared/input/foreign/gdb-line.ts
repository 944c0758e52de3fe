/** Reads the lines that gdb prints with the commands that Go brings for it (runtime/runtime-gdb.py). */

export type GdbLine =
  /** Of `info goroutines`: id, status and the function that the goroutine stands in. */
  | { readonly is: 'goroutine'; readonly id: string; readonly status: string; readonly name: string }
  /** `(gdb) goroutine 7 bt`; undefined for `all`. */
  | { readonly is: 'asked'; readonly id: string | undefined }
  | {
      readonly is: 'frame'
      readonly index: number
      readonly name: string
      readonly location: string | undefined
    }
  /** Rest of a frame that gdb broke. */
  | { readonly is: 'at'; readonly location: string }
  /** Above the stack of a thread, of `thread apply all bt`. */
  | { readonly is: 'thread' }
  | { readonly is: 'other' }

/** Statuses of `sts` there; `+s` while the collector scans the stack. */
const GOROUTINE =
  /^[* ] {0,3}(\d{1,19}) ((?:idle|runnable|running|syscall|waiting|copystack|preempted|leaked|scan|unknown\(\d{1,9}\))(?:\+s)?) {1,8}(\S{1,1000})$/
const ASKED = /^\(gdb\) {0,4}goroutine (?:(\d{1,19})|all) (?:bt|backtrace|where)\b/
const FRAME = /^#(\d{1,4}) {1,3}(?:0x[\da-f]{1,16} in )?(\S{1,1000}) \(/
const AT = /(?:^ {4,}| )at (\S{1,1000}:\d{1,9})$/
const THREAD = /^Thread \d{1,9} \(/
const LONGEST = 8_192

export function readGdbLine(text: string): GdbLine {
  if (text.length > LONGEST) return { is: 'other' }
  const [, id, status = '', name = ''] = GOROUTINE.exec(text) ?? []
  if (id !== undefined) return { is: 'goroutine', id, status, name }
  const asked = ASKED.exec(text)
  if (asked) return { is: 'asked', id: asked[1] }
  const location = AT.exec(text)?.[1]
  const frame = FRAME.exec(text)
  if (frame) return { is: 'frame', index: Number(frame[1]), name: frame[2] ?? '', location }
  if (THREAD.test(text)) return { is: 'thread' }
  return location === undefined ? { is: 'other' } : { is: 'at', location }
}
