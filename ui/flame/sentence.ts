import { count } from '../format.ts'
import { short } from '../name.tsx'
import type { FlameTree } from './tree.ts'

/** What a node says on hover: `main.worker: 40 of 120 goroutines, 33 %; 30 more than before.` */
export function sentenceOf(tree: FlameTree, node: number): string {
  const [value, base] = [tree.value[node] as number, tree.base[node] as number]
  const all = tree.value[0] as number
  const share = node === 0 || all === 0 ? '' : ` of ${count(all)}`
  const percent = node === 0 || all === 0 ? '' : `, ${percentOf(value, all)}`
  const name = node === 0 ? `All of ${short(tree.names[0] ?? '')}` : short(tree.names[node] ?? '')
  return `${name}: ${count(value)}${share} goroutines${percent}${tree.isDifference ? `; ${changed(value, base)}` : ''}.`
}

function changed(value: number, base: number): string {
  if (value === base) return 'as many as before'
  if (base === 0) return 'none before'
  if (value === 0) return `all ${count(base)} are gone`
  const more = value - base
  return `${count(Math.abs(more))} ${more > 0 ? 'more' : 'fewer'} than before`
}

function percentOf(value: number, all: number): string {
  const percent = (100 * value) / all
  if (value > 0 && percent < 0.1) return 'under 0.1 %'
  return `${percent.toFixed(percent < 10 ? 1 : 0)} %`
}
