import { styleText } from 'node:util'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'

/** One stack in two dumps. */
export interface StackChange {
  readonly id: string
  readonly frames: readonly string[]
  readonly ownCode: string | null
  readonly states: readonly string[]
  readonly base: number
  readonly target: number
  /** `target` less `base`. */
  readonly change: number
}

/** Two dumps side by side, stack by stack, whatever form and Go version each is of. */
export interface Comparison {
  readonly base: number
  readonly target: number
  readonly change: number
  /** What grew most first, what fell most last; stacks that stayed are left out. */
  readonly stacks: readonly StackChange[]
}

type Seen = ReadonlyMap<string, { readonly signature: Signature; readonly sighting: Sighting }>

/** What became of each stack from one dump to the other. */
export function compare(base: GoroutineProfile, target: GoroutineProfile): Comparison {
  const [before, after] = [seenIn(base), seenIn(target)]
  const stacks = [...new Map([...before, ...after])].map(([id, { signature, sighting }]) => {
    const counts = [before.get(id)?.sighting.count ?? 0, after.get(id)?.sighting.count ?? 0] as const
    return {
      id,
      frames: signature.frames,
      ownCode: signature.ownCode ?? null,
      states: [...sighting.states.keys()],
      base: counts[0],
      target: counts[1],
      change: counts[1] - counts[0],
    }
  })
  return {
    base: base.total,
    target: target.total,
    change: target.total - base.total,
    stacks: stacks
      .filter(({ change }) => change !== 0)
      .sort((a, b) => b.change - a.change || (a.id < b.id ? -1 : 1)),
  }
}

function seenIn(profile: GoroutineProfile): Seen {
  const { signatures, sightings } = signProfile(profile)
  return new Map(
    sightings.flatMap((sighting, i) => {
      const signature = signatures[i]
      return signature === undefined ? [] : [[signature.id, { signature, sighting }] as const]
    }),
  )
}

/** The stacks that grew as a table, at most `top` of them, and how many fell. */
export function comparisonText(
  { base, target, change, stacks }: Comparison,
  top: number,
  colour: boolean,
): string {
  const bold = (text: string): string => (colour ? styleText('bold', text) : text)
  const grown = stacks.filter((stack) => stack.change > 0)
  const fell = stacks.length - grown.length
  const rows = [
    ['change', 'base', 'target'],
    ...grown.slice(0, top).map((stack) => [signed(stack.change), shown(stack.base), shown(stack.target)]),
  ]
  const names = ['stack', ...grown.slice(0, top).map(nameOf)]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row, i) =>
    [...row.map((cell, column) => cell.padStart(widths[column] ?? 0)), names[i]].join('  '),
  )
  const hidden = grown.length - Math.min(grown.length, top)
  return [
    bold(
      `${shown(base)} → ${shown(target)} goroutines (${signed(change)}): ${grown.length} stacks grew, ${fell} fell`,
    ),
    ...(grown.length > 0 ? ['', ...lines] : []),
    ...(hidden > 0 ? [`… ${hidden} more stacks grew; --top ${grown.length} shows them`] : []),
  ].join('\n')
}

/** Where it waits, and the program's own function or the outermost one that led there. */
function nameOf({ frames, ownCode, states }: StackChange): string {
  const leaf = frames[0] ?? ''
  const origin = ownCode ?? frames.at(-1) ?? ''
  const wait = states.length === 0 ? '' : `  [${states.join(', ')}]`
  return `${leaf === origin ? leaf : `${leaf} < … < ${origin}`}${wait}`
}

const shown = (count: number): string => count.toLocaleString('en-US')
const signed = (count: number): string => (count > 0 ? `+${shown(count)}` : shown(count))
