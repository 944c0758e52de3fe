/** Which frames of a stack does a reader want to see first? */

export type Origin = 'own' | 'library' | 'runtime'

/** The runtime itself, and what only it calls. */
const RUNTIME = /^(?:runtime|internal|syscall|sync)[./]/

/** Names of the standard library have no dot in the first part of their path. */
const isModule = (frame: string): boolean =>
  frame.includes('/') && frame.slice(0, frame.indexOf('/')).includes('.')

/** Example output: `github.com/org/repo` for `github.com/org/repo/pkg.(*T).Run`, `main` for `main.run`. */
function moduleOf(frame: string): string | undefined {
  if (/^main\./.test(frame)) return 'main'
  return isModule(frame)
    ? frame
        .split('/')
        .slice(0, 3)
        .join('/')
        .replace(/\.[(\w]*$/, '')
    : undefined
}

/** @param ownCode a frame that the judge called the program's own */
export function originOf(frame: string, ownCode: string | undefined): Origin {
  if (RUNTIME.test(frame)) return 'runtime'
  const own = ownCode === undefined ? undefined : moduleOf(ownCode)
  return frame === ownCode || moduleOf(frame) === 'main' || (own !== undefined && moduleOf(frame) === own)
    ? 'own'
    : 'library'
}

/** Frames that follow each other, shown one by one or behind a line that says what they are. */
export interface Fold {
  readonly isFolded: boolean
  readonly origin: Origin
  readonly frames: readonly string[]
  /** Index of the first of them in the stack. */
  readonly from: number
}

/** Own code stays; libraries fold away where there is any of it, the runtime always. */
export function folds(stack: readonly string[], ownCode: string | undefined): Fold[] {
  const origins = stack.map((frame) => originOf(frame, ownCode))
  const hasOwn = origins.includes('own')
  const parts: { isFolded: boolean; origin: Origin; frames: string[]; from: number }[] = []
  stack.forEach((frame, i) => {
    const origin = origins[i] as Origin
    const isFolded = origin === 'runtime' || (hasOwn && origin === 'library')
    const last = parts.at(-1)
    if (last !== undefined && last.isFolded === isFolded && (isFolded || last.origin === origin))
      last.frames.push(frame)
    else parts.push({ isFolded, origin, frames: [frame], from: i })
  })
  // A line that says that one frame is hidden is no shorter than the frame.
  return parts.map((part) => (part.frames.length === 1 ? { ...part, isFolded: false } : part))
}
