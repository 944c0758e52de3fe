/** Who started goroutines whose stacks a dump does not have: all that tells them apart. */

import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'

const NO_STACK = 'runtime.goexit'
/** More names help nobody in one line. */
const NAMED = 5

export const hasNoStack = (frames: readonly string[]): boolean => frames.every((frame) => frame === NO_STACK)

/**
 * Functions with the `go` statements of goroutines without a stack, as part of a sentence; null if there are not two.
 *
 * Example output: `started by main.ask (31,631), net/http.(*Server).Serve (200) and 3 others`
 */
export function startersSay({ groups }: GoroutineProfile): string | null {
  const counts = new Map<string, number>()
  for (const { frames, creators } of groups) {
    if (!hasNoStack(frames)) continue
    for (const [creator, n] of creators) {
      const name = normaliseFrame(creator)
      counts.set(name, (counts.get(name) ?? 0) + n)
    }
  }
  if (counts.size < 2) return null
  const named = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const shown = named.slice(0, NAMED).map(([name, n]) => `${name} (${n.toLocaleString('en-US')})`)
  const rest = named.length - shown.length
  const words = rest === 0 ? shown : [...shown, `${rest} other${rest === 1 ? '' : 's'}`]
  return `started by ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
