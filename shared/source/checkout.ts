import { packageOf } from '#shared/signature/package-of.ts'

/** A frame of a profile with the place it stands at, `file:line`. */
export interface PlacedFrame {
  readonly frame: string
  readonly place: string
}

/**
 * The folder that a program was built in: a package of the main module tells its folder below the root, and the path
 * of its file tells the whole.
 *
 * Example: `github.com/acme/checkout/pool.Get` at `/src/pool/pool.go:12`, module `github.com/acme/checkout`: `/src`.
 * @returns the path without its last slash; undefined where no frame tells
 */
export function checkoutOf(frames: Iterable<PlacedFrame>, module: string): string | undefined {
  const main = module.replace(/\/v\d+$/, '')
  for (const { frame, place } of frames) {
    const below = belowModule(packageOf(frame), main)
    const folder = fileOf(place).replace(/\/[^/]*$/, '')
    if (below !== undefined && folder.endsWith(below)) return folder.slice(0, folder.length - below.length)
  }
  return undefined
}

/** `/pool` of the package `github.com/acme/checkout/v2/pool`; undefined for packages of other modules. */
function belowModule(name: string, main: string): string | undefined {
  if (name !== main && !name.startsWith(`${main}/`)) return undefined
  return name.slice(main.length).replace(/^\/v\d+(?=\/|$)/, '')
}

export const fileOf = (place: string): string => place.slice(0, place.lastIndexOf(':')).replaceAll('\\', '/')
export const lineOf = (place: string): number => Number(place.slice(place.lastIndexOf(':') + 1))
