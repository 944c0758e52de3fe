import type { StackAnalysis } from '#shared/analysis/stack-analysis.ts'

/** Goroutines of the test binary and of Go itself, which no test started (`testing`, `os/signal`, `runtime/trace`). */
const OF_THE_TEST: readonly (readonly [RegExp, string])[] = [
  [/^testing\./, 'the test itself'],
  [/^os\/signal\.(?:signal_recv|loop)/, 'one goroutine for all signals of the process'],
  [/^runtime\.(?:ensureSigM|ReadTrace)/, 'of the runtime'],
  [/^runtime\/pprof\./, 'takes the dump'],
]

/** Why a stack may stay; undefined: it may not. */
export function acceptedBecause({ frames, intended, cause, count }: StackAnalysis): string | undefined {
  if (intended != null) return intended
  const known = OF_THE_TEST.find(([pattern]) => frames.some((frame) => pattern.test(frame)))
  if (known !== undefined) return known[1]
  return cause?.bound !== undefined && count <= cause.bound
    ? `${cause.title}: normal up to ${cause.bound} in a process`
    : undefined
}
