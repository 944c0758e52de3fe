import type { ProfileType } from '#shared/goroutine/model.ts'
import type { StackTree } from './stack-tree.ts'

/**
 * Stacks to read, in the manner of debug=1 without its addresses, the biggest first.
 *
 * Example output: `goroutine profile: total 40`, `40 @`, `#	runtime.gopark`, `#	main.worker`, a line each
 */
export function stackText(tree: StackTree, type: ProfileType): string {
  const groups: { readonly count: number; readonly lines: string }[] = []
  tree.visit((path, { target }) => {
    if (target === 0) return
    const frames = path.toReversed().map((name) => `#\t${name}\n`)
    groups.push({ count: target, lines: `${target} @\n${frames.join('')}` })
  })
  groups.sort((a, b) => b.count - a.count)
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  return [`${type} profile: total ${total}\n`, groups.map(({ lines }) => lines).join('\n')].join('')
}
