import { foldFrames } from '#shared/analysis/fold-frames.ts'
import type { StackAnalysis } from '#shared/analysis/stack-analysis.ts'

/** One stack of a dump as lines: how many, how they wait, what is known, where it stands, who started them. */
export function stackLines(
  stack: StackAnalysis,
  all: ReadonlyMap<string, StackAnalysis>,
  bold: (text: string) => string,
): string[] {
  const { count, creator, twins, sockets, intended } = stack
  const twinNames = twins.flatMap((id) => {
    const twin = all.get(id)
    return twin === undefined ? [] : [`${number(twin.count)} in ${twin.frames[0]}`]
  })
  return [
    [bold(number(count)), facts(stack).join(', ')].filter(Boolean).join('  '),
    ...frameLines(stack, bold).map((line) => `    ${line}`),
    ...(creator === null ? [] : [`    created by ${creator}`]),
    ...(twinNames.length > 0 ? [`    twins: ${twinNames.join(', ')}`] : []),
    ...(sockets === null ? [] : [`    ${sockets}`]),
    ...(intended == null ? causeLines(stack, all) : [`    ${intended}`]),
    // What is meant to stay is not looked for.
    ...(intended == null ? originLines(stack).map((line) => `    ${line}`) : []),
  ]
}

function facts({ states, count, leaked, ages }: StackAnalysis): string[] {
  return [
    ...Object.entries(states).map(([state, n]) => (n === count ? state : `${n} ${state}`)),
    ...(leaked > 0 ? [`${leaked} proven leaked`] : []),
    ...(ages === null ? [] : [`${ages.count} waiting ${rangeOf(ages)}`]),
  ]
}

const rangeOf = ({ youngest, median, oldest }: NonNullable<StackAnalysis['ages']>): string =>
  youngest === oldest ? `${oldest} min` : `${youngest}–${oldest} min, median ${median}`

/** Own code bold; the entry last, even where the signature ends before it. */
function frameLines({ frames, ownCode, entry }: StackAnalysis, bold: (text: string) => string): string[] {
  const lines = foldFrames(frames, ownCode).map((shown) =>
    'hidden' in shown
      ? `… ${shown.hidden} more frames`
      : shown.frame === ownCode
        ? bold(shown.frame)
        : shown.frame,
  )
  return entry === null || frames.at(-1) === entry || frames.length < DEEP ? lines : [...lines, '…', entry]
}

/** Frames of a signature, which ends there. */
const DEEP = 24

const originLines = (stack: StackAnalysis): string[] => [
  ...placeLines(stack),
  ...(stack.startedBy === null ? [] : [stack.startedBy]),
]

/** Example output: `at /src/main.go:9 and 2 other lines, go statement at /src/main.go:8`. */
function placeLines({ place, otherPlaces, goPlace, otherGoPlaces }: StackAnalysis): string[] {
  const parts = [
    ...(place === null ? [] : [`at ${place}${others(otherPlaces)}`]),
    ...(goPlace === null ? [] : [`go statement at ${goPlace}${others(otherGoPlaces)}`]),
  ]
  return parts.length === 0 ? [] : [parts.join(', ')]
}

const others = (count: number): string =>
  count === 0 ? '' : ` and ${count} other ${count === 1 ? 'line' : 'lines'}`

/** One dump shows no growth: what is a leak where the count grows is told under that condition. */
function causeLines(
  { cause, ambiguity, shape }: StackAnalysis,
  all: ReadonlyMap<string, StackAnalysis>,
): string[] {
  if (ambiguity !== undefined) {
    const { candidates, tellApart } = ambiguity
    const lines = candidates.map(({ id, title, fix }) => `      entry ${id}: ${title}. Fix: ${fix}`)
    return ['    if this count grows, one of these:', ...lines, `    ${tellApart}`]
  }
  if (cause === null) return shape === null ? [] : [`    ${shape}`]
  const { id, notes = [], fix, whenGrowing } = cause
  return [
    `    ${knownSays(cause, sameCause(id, all))}`,
    ...notes.map((note) => `    ${note}`),
    `    fix: ${fix}`,
    ...(whenGrowing === undefined ? [] : [`    if this count grows: ${whenGrowing}`]),
  ]
}

/** Goroutines of the dump that have the cause. */
const sameCause = (id: string, all: ReadonlyMap<string, StackAnalysis>): number =>
  [...all.values()].reduce((sum, { cause, count }) => sum + (cause?.id === id ? count : 0), 0)

/** A title that says what went wrong is not true of a count that is normal. */
function knownSays({ id, title, bound, whenGrowing }: Cause, count: number): string {
  if (bound === undefined) return `known as entry ${id}, if this count grows: ${title}`
  const normal = `known as entry ${id}: ${title}; normal: at most ${number(bound)} in a process`
  if (whenGrowing !== undefined) return normal
  return count > bound
    ? `${normal}, or as many as you keep on purpose, as one per tenant or host`
    : `known as entry ${id}, normal up to ${number(bound)} in a process; if more: ${title}`
}

type Cause = NonNullable<StackAnalysis['cause']>

const number = (value: number): string => value.toLocaleString('en-US')
