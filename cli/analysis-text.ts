import { styleText } from 'node:util'
import type { DumpAnalysis, StackAnalysis } from '#shared/analysis/analyze-dump.ts'
import { visibleName } from '#shared/reading/visible.ts'

/** Frames shown of a stack, from the leaf. */
const FRAMES = 8
/** Unreadable lines shown. */
const PROBLEMS = 5

/** A dump on one screen. */
export function analysisText(file: string, analysis: DumpAnalysis, top: number, colour: boolean): string {
  const { type, debug, goroutines, stacks, problems, proves } = analysis
  const bold = (text: string): string => (colour ? styleText('bold', text) : text)
  const hidden = stacks.slice(top)
  const rest = hidden.reduce((sum, { count }) => sum + count, 0)
  return [
    bold(
      `${visibleName(file)}: ${goroutines.toLocaleString('en-US')} goroutines in ${stacks.length} stacks (${type}, debug=${debug})`,
    ),
    ...stacks.slice(0, top).map((stack) => stackText(stack, stacks, bold)),
    ...(hidden.length > 0
      ? [
          `… ${rest.toLocaleString('en-US')} more goroutines in ${hidden.length} stacks; --top ${stacks.length} shows them`,
        ]
      : []),
    ...(problems.length > 0 ? [problemsText(problems)] : []),
    proves.map((sentence) => `• ${sentence}`).join('\n'),
  ].join('\n\n')
}

function stackText(
  stack: StackAnalysis,
  all: readonly StackAnalysis[],
  bold: (text: string) => string,
): string {
  const { frames, ownCode, creator, count, leaked, states, ages, twins, sockets, intended } = stack
  const waits = Object.entries(states).map(([state, n]) => (n === count ? state : `${n} ${state}`))
  const facts = [
    ...waits,
    ...(leaked > 0 ? [`${leaked} proven leaked`] : []),
    ...(ages === null
      ? []
      : [`${ages.count} waiting ${ages.youngest}–${ages.oldest} min, median ${ages.median}`]),
  ]
  const twinNames = twins.flatMap((id) =>
    all.filter((other) => other.id === id).map(({ frames: [leaf], count: n }) => `${n} in ${leaf}`),
  )
  return [
    `${bold(count.toLocaleString('en-US'))}  ${facts.join(', ')}`,
    ...frames.slice(0, FRAMES).map((frame) => `    ${frame === ownCode ? bold(frame) : frame}`),
    ...(frames.length > FRAMES ? [`    … ${frames.length - FRAMES} more frames`] : []),
    ...(creator === null ? [] : [`    created by ${creator}`]),
    ...(twinNames.length > 0 ? [`    twins: ${twinNames.join(', ')}`] : []),
    ...(sockets === null ? [] : [`    ${sockets}`]),
    ...(intended == null ? causeLines(stack) : [`    intended, ${intended}`]),
  ].join('\n')
}

/** One dump shows no growth: what is a leak where the count grows is told under that condition. */
function causeLines({ cause, ambiguity }: StackAnalysis): string[] {
  if (ambiguity !== undefined) {
    const { candidates, tellApart } = ambiguity
    const lines = candidates.map(({ id, title, fix }) => `      entry ${id}: ${title}. Fix: ${fix}`)
    return ['    if this count grows, one of these:', ...lines, `    ${tellApart}`]
  }
  if (cause === null) return []
  const { id, title, notes = [], fix, bound, whenGrowing } = cause
  const known =
    bound === undefined
      ? `known as entry ${id}, if this count grows: ${title}`
      : `known as entry ${id}: ${title}, normal up to ${bound.toLocaleString('en-US')} in a process`
  return [
    `    ${known}`,
    ...notes.map((note) => `    ${note}`),
    `    fix: ${fix}`,
    ...(whenGrowing === undefined ? [] : [`    if this count grows: ${whenGrowing}`]),
  ]
}

function problemsText(problems: DumpAnalysis['problems']): string {
  const shown = problems.slice(0, PROBLEMS).map(({ line, why, text }) => `  line ${line}: ${why}: ${text}`)
  const more = problems.length > PROBLEMS ? [`  … and ${problems.length - PROBLEMS} more`] : []
  return [`${problems.length} places could not be read:`, ...shown, ...more].join('\n')
}
