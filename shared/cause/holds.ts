import { compareVersions } from '#shared/signature/module-version.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import type { Cause } from './cause.ts'

type Modules = ReadonlyMap<string, string> | undefined
type Hold = NonNullable<Cause['holds']>[number]

/** What is known of a stack's modules. */
interface Built {
  readonly frames: readonly string[]
  readonly modules?: Modules
}

/**
 * Whether a cause may be what a stack shows, by the versions that its program is built from. Of the modules of an
 * entry those count that stand in the stack; where the version of one is not known, it may.
 */
export function holdsIn({ holds = [] }: Pick<Cause, 'holds'>, { frames, modules }: Built): boolean {
  if (modules === undefined) return true
  const inStack = holds.filter(({ module }) => frames.some((frame) => isOf(frame, module)))
  return (
    inStack.length === 0 ||
    inStack.some((hold) => {
      const version = modules.get(hold.module)
      return version === undefined || isWithin(hold, version)
    })
  )
}

/** A frame has the path of its module, but for the major version, which some packages leave out. */
function isOf(frame: string, module: string): boolean {
  if (module === 'std') return ownerOf(frame) === 'standard'
  const path = module.replace(/[/.]v\d+$/, '')
  return frame.startsWith(`${path}/`) || frame.startsWith(`${path}.`)
}

/** Whether a version lies in a range: from the first that it names, before the one that it ends with. */
export const isWithin = ({ from, until }: Pick<Hold, 'from' | 'until'>, version: string): boolean =>
  (from === undefined || compareVersions(version, from) >= 0) &&
  (until === undefined || compareVersions(version, until) < 0)

/**
 * The upgrade that ends a fault of a library, where the version in use is known to have it.
 *
 * Example output: `Upgrade github.com/quic-go/quic-go from v0.36.4 to v0.37.0 or newer.`
 */
export function upgradeOf(
  { class: kind, holds = [] }: Pick<Cause, 'class' | 'holds'>,
  modules: Modules,
): string | undefined {
  // What is normal up to a number is no fault: newer versions only call it something else.
  if (kind !== 'leak') return undefined
  for (const hold of holds) {
    const { module, until } = hold
    const version = modules?.get(module)
    if (version === undefined || until === undefined || !isWithin(hold, version)) continue
    return `Upgrade ${module === 'std' ? 'Go' : module} from ${version} to ${until} or newer.`
  }
  return undefined
}
