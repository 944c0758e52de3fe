import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { BASE, FITTED } from '#shared/verdict/odds/weights.ts'
import { collectExamples } from './collect.ts'
import type { Example } from './example.ts'
import { fitLogistic } from './fit.ts'
import { NAMES, rowsOf } from './rows.ts'

/**
 * Fits the weights of the arguments and writes them into `shared/verdict/odds/weights.ts`: `npm run odds`. Its made cases
 * are of other seeds than those that `npm run verdicts` reports on. `-- --check` writes nothing and ends with 1 where
 * other weights are kept.
 */
const { values: options } = parseArgs({
  options: {
    series: { type: 'string', multiple: true, default: [] },
    examples: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
})
const here = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
/** Recordings that stand beside the repository; where they do not, what was measured on them when they did. */
const BESIDE = ['series', 'programs-again']
const beside = BESIDE.map((set) => here(`../shared/data/${set}`)).filter((folder) => existsSync(folder))
const own = ['libs', 'survivors', 'programs'].map((set) => here(`test/fixtures/${set}`))
const folders = options.series.length > 0 ? options.series : [...beside, ...own]
const collected = await collectExamples(folders, cpus().length)
const jsonl = (some: readonly Example[]): string => some.map((one) => `${JSON.stringify(one)}\n`).join('')
const examples = [...collected]
for (const set of BESIDE) {
  const measured = here(`test/fixtures/odds/${set}.jsonl`)
  const fresh = collected.filter((one) => one.set === set)
  if (fresh.length === 0)
    examples.push(
      ...(await readFile(measured, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Example),
    )
  else if (!options.check) await writeFile(measured, jsonl(fresh))
}
if (options.examples !== undefined) await writeFile(options.examples, jsonl(examples))

const rows = rowsOf(examples)
const { base, weights } = fitLogistic(rows)
const rounded = (value: number): number => Number(value.toPrecision(2))
const table = NAMES.map((name, i) => [name, rounded(weights[i] as number)] as const)
console.log(
  `${examples.length} examples of ${new Set(examples.map(({ set, name }) => set + name)).size} cases`,
)
console.log(['base', rounded(base)].join('  '))
for (const [name, weight] of table) console.log(`${name.padEnd(16)}${weight}`)

if (options.check) {
  const other = table.filter(([name, weight]) => FITTED[name] !== weight).map(([name]) => name)
  const missed = [...other, ...(rounded(base) === BASE ? [] : ['base'])]
  if (missed.length > 0) console.log(`Other weights are kept of: ${missed.join(', ')}.`)
  process.exitCode = missed.length > 0 ? 1 : 0
} else {
  const path = here('shared/verdict/odds/weights.ts')
  const key = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`)
  const lines = table.map(([name, weight]) => `  ${key(name)}: ${weight},\n`).join('')
  const before = await readFile(path, 'utf8')
  const after = before
    .replace(/(FITTED[^{]*\{\n)[^}]*/, (_, head: string) => head + lines)
    .replace(/(BASE = ).*/, `$1${rounded(base)}`)
  await writeFile(path, after)
}
