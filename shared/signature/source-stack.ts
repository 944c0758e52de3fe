import { withoutClosure } from '#shared/goroutine/closure.ts'
import { sourceName } from './aliases/spelling.ts'
import { SIGNATURE_FRAMES } from './normalise.ts'
import { ownerOf } from './own-code.ts'
import { packageOf } from './package-of.ts'

/**
 * What of a stack stands in the source of the program and its libraries, whichever Go has built it; leaf first.
 *
 * Since Go 1.22 a closure is named after all functions that its own was inlined into, so that of
 * `main.(*T).deliver.func1` and `main.main.gowrap2.(*T).deliver.1` the innermost, `(*T).deliver`, remains; Go 1.27 went
 * back to one name. The standard library calls itself in other ways with each Go: what others call of it remains, and
 * what a goroutine began in. Libraries go by the names that their aliases, forks and major versions share.
 *
 * Empty for a stack of the standard library alone, which `standardStack` tells.
 *
 * @param entry the function that the goroutine began in, where the frames may end before it
 */
export function sourceStack(frames: readonly string[], entry?: string): string[] {
  const names = whole(frames, entry).map(sourceName)
  const isStandard = names.map((name) => ownerOf(name) === 'standard')
  if (isStandard.every((is) => is)) return []
  return names
    .filter((_, i) => isStandard[i] !== true || isStandard[i + 1] !== true)
    .map((name) => {
      const around = withoutClosure(name)
      return around === name ? name : declared(around)
    })
}

/** A signature ends after 24 frames, wherever that is; its entry function still tells what the goroutine began in. */
function whole(frames: readonly string[], entry: string | undefined): readonly string[] {
  if (frames.length < SIGNATURE_FRAMES || entry === undefined || frames.at(-1) === entry) return frames
  return [...frames, entry]
}

/** The innermost of the functions that a name joins: `(*T).deliver` of `main.main.gowrap2.(*T).deliver`. */
function declared(name: string): string {
  const before = Math.max(name.lastIndexOf('.'), name.lastIndexOf('('), name.lastIndexOf(')'))
  if (!name.endsWith(').', before + 1)) return name.slice(before + 1)
  const open = name.lastIndexOf('(', before)
  return open > name.lastIndexOf(')', before - 2) ? name.slice(open) : name.slice(before + 1)
}

/**
 * A stack of the standard library alone, by what no Go has changed: the function that it began in, the innermost one of
 * that package, and what that calls of others; behind it, whether TLS lies in between.
 *
 * Example input: `… < bufio.(*Reader).Read < io.ReadAtLeast < io.ReadFull < net/http.http2readFrameHeader <
 * net/http.(*http2Framer).ReadFrame < net/http.(*http2clientConnReadLoop).run < net/http.(*http2ClientConn).readLoop`
 * Example output: `io.ReadFull`, `net/http.http2readFrameHeader`, `net/http.(*http2ClientConn).readLoop`
 *
 * Empty for a stack that is not of the standard library alone.
 */
export function standardStack(frames: readonly string[], began?: string): string[] {
  const names = whole(frames, began).map(sourceName)
  const entry = names.at(-1)
  if (entry === undefined || !names.every((name) => ownerOf(name) === 'standard')) return []
  const library = packageOf(entry)
  const outer = names.findLastIndex((name) => !isWithin(packageOf(name), library))
  const called = names.slice(Math.max(0, outer), outer + 2)
  const tls = names.some((name) => packageOf(name) === 'crypto/tls') ? ['crypto/tls'] : []
  return [...called, ...(called.at(-1) === entry ? [] : [entry]), ...tls].map(withoutClosure)
}

const isWithin = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)
