import { signed } from '../format.ts'
import { plain } from '../name.tsx'
import type { FlameTree } from './tree.ts'

/** Fewer characters say nothing, more have no room on any screen. */
const LEAST = 3
const MOST = 400

/**
 * What stands in a rectangle: the name, in a difference with the change behind it, so that colour is never alone; as much
 * as there is room for.
 *
 * Example output, with less and less room: `net/http.(*conn).serve +12`, `http.(*conn).serve +12`, `http.(*con…`, nothing.
 * @param room characters
 */
export function labelOf(tree: FlameTree, node: number, room: number): string {
  if (room < LEAST) return ''
  const full = plain(tree.names[node]?.slice(0, MOST) ?? '')
  const short = full.slice(full.lastIndexOf('/', full.search(/[([]|$/)) + 1)
  const change = (tree.value[node] as number) - (tree.base[node] as number)
  const behind = tree.isDifference && change !== 0 ? ` ${signed(change)}` : ''
  const fitting = [full + behind, short + behind, full, short].find(({ length }) => length <= room)
  return fitting ?? `${short.slice(0, room - 1)}…`
}
