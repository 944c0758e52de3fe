/** What a frame is called once everything that a build, a Go version or a format changes is taken away. */

import { shortName } from './short-name.ts'

/**
 * Normalises one function name.
 *
 * Example input: `gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun`, `example.com/a/vendor/b.org/c.F[go.shape.int]`
 * Example output: `gopkg.in/natefinch/lumberjack.v2.(*Logger).millRun`, `b.org/c.F[...]`
 *
 * Type arguments collapse because debug=0 writes shapes and the text forms write `[...]` (Go ≥ 1.21), and
 * Go before 1.21.6 wrote wrong instance names (golang/go#64528). A name that no row could hold is cut (`short-name.ts`).
 */
export function normaliseFrame(name: string): string {
  let out = name
  if (out.includes('%')) out = decodeEscapes(out)
  if (out.includes('[')) out = collapseTypeArguments(out)
  if (out.includes('vendor/')) out = dropVendor(out)
  if (out.includes('@v')) out = dropModuleVersions(out)
  return shortName(out)
}

/** cmd/internal/objabi PathToPrefix writes dots of the last path element, `"`, `%` and bytes ≥ 0x7f as `%xx`. Controls stay as they are. */
const decodeEscapes = (name: string): string =>
  name.replace(/%([2-6][0-9a-f]|7[0-9a-e])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

/** `@v1.2.3` or `@v0.0.0-20240102150405-abcdefabcdef` before a slash: module cache paths. */
const MODULE_VERSION = /@v[^/]*\//g

/** Behind the last slash no version ends, and looking for its end from each `@v` would take the square of the length. */
function dropModuleVersions(name: string): string {
  const path = name.lastIndexOf('/') + 1
  return name.slice(0, path).replace(MODULE_VERSION, '/') + name.slice(path)
}

function dropVendor(name: string): string {
  const at = name.lastIndexOf('/vendor/')
  if (at >= 0) return name.slice(at + '/vendor/'.length)
  return name.startsWith('vendor/') ? name.slice('vendor/'.length) : name
}

function collapseTypeArguments(name: string): string {
  let out = ''
  let depth = 0
  for (const char of name) {
    if (char === '[' && depth++ === 0) out += '[...]'
    else if (char === ']' && depth > 0) depth--
    else if (depth === 0) out += char
  }
  return out
}

/** The runtime's own frames: dropped everywhere, since debug=1 and debug=2 hide them in part. */
export const isRuntimeFrame = (frame: string): boolean =>
  frame.startsWith('runtime.') ||
  frame.startsWith('internal/runtime/') ||
  frame.startsWith('runtime/internal/')

/** Compiler-made wrappers of `go f(x)` (since Go 1.21) and of method values: build layout, not behaviour. */
export const isWrapperFrame = (frame: string): boolean => /\.gowrap\d+$|-fm$/.test(frame)

/**
 * Frames below a blocking call of the standard library, which differ by Go version and format:
 * `sync.runtime_SemacquireMutex`, `internal/sync.(*Mutex).lockSlow` (Go 1.24), and in the profiler's own
 * goroutine `runtime/pprof.writeGoroutineStacks` (debug=2) against `writeRuntimeProfile` (debug=0).
 */
export const isBlockingDetail = (frame: string): boolean =>
  frame.startsWith('sync.') || frame.startsWith('internal/sync.') || frame.startsWith('runtime/pprof.')
