/** Which function started a goroutine, where a dump names the goroutine that did and not the function? */

import { withoutClosure } from './closure.ts'
import type { StackGroup } from './model.ts'

/** A goroutine, the one that started it, and the number of its stack. */
export interface Started {
  readonly id: number
  /** 0 where the dump does not tell. */
  readonly createdBy: number
  readonly stack: number
}

/**
 * Groups with the creators of their goroutines, as far as those are in the dump and still where they started them.
 *
 * @param groups numbered by their place
 */
export function withCreators(groups: readonly StackGroup[], goroutines: readonly Started[]): StackGroup[] {
  const stackOf = new Map(goroutines.map(({ id, stack }) => [id, stack]))
  const creators = new Map<number, Map<string, number>>()
  const known = new Map<string, string | undefined>()
  for (const { createdBy, stack } of goroutines) {
    const from = stackOf.get(createdBy)
    if (createdBy === 0 || from === undefined) continue
    const pair = `${stack} ${from}`
    if (!known.has(pair)) known.set(pair, startedIn(groups[stack]?.frames ?? [], groups[from]?.frames ?? []))
    const creator = known.get(pair)
    if (creator === undefined) continue
    const counts = creators.get(stack) ?? new Map<string, number>()
    creators.set(stack, counts.set(creator, (counts.get(creator) ?? 0) + 1))
  }
  return groups.map((group, stack) => {
    const own = creators.get(stack)
    return own === undefined ? group : { ...group, creators: own }
  })
}

/**
 * The function of the creator's stack that holds the `go` statement: the one that the entry function is a closure of,
 * otherwise the innermost one of its package, otherwise, as others may start what is exported, the innermost one outside
 * the standard library. Undefined where none is there: the creator has gone on since.
 *
 * @param frames of the goroutine, leaf first
 * @param creator frames of the one that started it, as they are now
 */
function startedIn(frames: readonly string[], creator: readonly string[]): string | undefined {
  const entry = frames.findLast((name) => !name.startsWith('runtime.'))
  if (entry === undefined) return undefined
  const around = withoutClosure(entry)
  if (around !== entry && creator.includes(around)) return around
  const path = pathOf(entry)
  const sibling = creator.find((name) => pathOf(name) === path)
  if (sibling !== undefined || around !== entry || !EXPORTED.test(entry)) return sibling
  return creator.find((name) => isOutsideStandard(pathOf(name)))
}

/** `pool.Run`, `pool.(*Pool).Run`, `pool.(*Pool[...]).Run[...]` */
const EXPORTED = /\.\p{Lu}[\p{L}\p{N}_]*(?:\[.*\])?$/u
/** Import paths of modules begin with a host; only the program itself and the standard library have none. */
const isOutsideStandard = (path: string): boolean =>
  path === 'main' || path.split('/', 1)[0]?.includes('.') === true

/** The import path of a raw name, whose dots are escaped in its last element. */
function pathOf(name: string): string {
  const [path = ''] = name.split(/[([]/, 1)
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1)
  return dot < 0 ? path : path.slice(0, dot)
}
