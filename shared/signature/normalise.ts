import { isBlockingDetail, isRuntimeFrame, isWrapperFrame, normaliseFrame } from './frame.ts'

/**
 * Frames of a signature, counted from the leaf. Go ≤ 1.22 profiles keep 32 PCs, of which up to 8 are
 * runtime and lock frames that are dropped here; 24 lets all Go versions and formats agree on a deep stack.
 */
export const SIGNATURE_FRAMES = 24

/** A stack as every format of every Go version would give it. */
export interface NormalStack {
  /** At most `SIGNATURE_FRAMES` names, leaf first: what is hashed. */
  readonly frames: readonly string[]
  /** All names, leaf first: where own code and the entry function are looked for. */
  readonly whole: readonly string[]
}

/**
 * Reduces a stack to what its program does, leaf first.
 *
 * Runtime and wrapper frames go, wherever they stand; a leading run of `sync` (or `runtime/pprof`) frames
 * shrinks to the call that the program made: `lockSlow < Lock < main.f` becomes `sync.(*Mutex).Lock < main.f`.
 * A stack of nothing but runtime frames keeps its root-most one, so that no stack is empty.
 *
 * @param normal memo of `normaliseFrame`; a dump repeats its names
 */
export function normaliseStack(
  raw: readonly string[],
  normal: (name: string) => string = normaliseFrame,
): NormalStack {
  const whole: string[] = []
  for (const name of raw) {
    const frame = normal(name)
    if (isRuntimeFrame(frame) || isWrapperFrame(frame)) continue
    const leaf = whole.length === 1 ? whole[0] : undefined
    if (leaf !== undefined && isBlockingDetail(leaf) && isBlockingDetail(frame) && sameLibrary(leaf, frame)) {
      whole[0] = frame
    } else whole.push(frame)
  }
  if (whole.length === 0) whole.push(runtimeOnly(raw, normal))
  return { frames: whole.slice(0, SIGNATURE_FRAMES), whole }
}

/** `internal/sync` is the inside of `sync` (since Go 1.24). */
const library = (frame: string): string => frame.replace(/^internal\//, '').split('.', 1)[0] ?? ''
const sameLibrary = (a: string, b: string): boolean => library(a) === library(b)

function runtimeOnly(raw: readonly string[], normal: (name: string) => string): string {
  const names = raw.map(normal).filter((name) => name !== 'runtime.goexit' && name !== 'runtime.main')
  return names.at(-1) ?? 'runtime.goexit'
}
