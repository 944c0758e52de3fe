/** Which frames of a deep stack are shown: the first ones, own code, the entry; what lies between is folded. */

/** A frame, or how many are left out there. */
export type ShownFrame = { readonly frame: string; readonly index: number } | { readonly hidden: number }

/** Frames shown from the leaf on. */
const FIRST = 5
/** Frames of a stack that is shown whole. */
const WHOLE = 8

/**
 * @param frames leaf first
 * @param ownCode frame of own code nearest to the leaf; it and its caller are shown wherever they stand
 */
export function foldFrames(frames: readonly string[], ownCode: string | null): ShownFrame[] {
  const own = ownCode === null ? -1 : frames.indexOf(ownCode)
  const isShown = (index: number): boolean =>
    frames.length <= WHOLE ||
    index < FIRST ||
    index === frames.length - 1 ||
    (own >= 0 && (index === own || index === own + 1))
  const shown: ShownFrame[] = []
  let hidden = 0
  for (const [index, frame] of frames.entries()) {
    if (!isShown(index)) {
      hidden++
      continue
    }
    if (hidden > 0) shown.push({ hidden })
    hidden = 0
    shown.push({ frame, index })
  }
  return shown
}
