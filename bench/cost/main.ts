import { parseArgs } from 'node:util'
import { STAGES } from '#infra/stages.ts'
import { measureCost } from './measure.ts'
import { dollarsOf, type Load, monthOf, monthOfBatches, sum } from './model.ts'
import { ASSUMED, PRICES } from './prices.ts'
import { quotasOf } from './quotas.ts'

/** Prints what a month costs, from what the code asks of AWS: `npm run cost -- --processes 1000 --interval 60`. */
const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '1000' },
    services: { type: 'string', default: '50' },
    interval: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
})
const load: Load = {
  processes: atLeastOne('processes'),
  services: atLeastOne('services'),
  interval: atLeastOne('interval'),
}
/** GB (`infra/constructs/api.ts`). */
const MEMORY = 1_769 / 1_024
/** What pyroscope-go and Alloy send. */
const OFTEN = 15

const { prod } = STAGES
const rules = { ...prod, memory: MEMORY }
const measured = await measureCost()
const often = { ...load, interval: OFTEN }
const designs = [
  [`Tidemark, one profile per ${load.interval} s`, monthOf(load, measured, rules)],
  [`Tidemark, one profile per ${OFTEN} s`, monthOf(often, measured, rules)],
  [`every profile stored, one per ${OFTEN} s`, monthOf(often, measured, rules, true)],
  ['an agent per process', monthOfBatches(load, measured, rules, measured.batched.process)],
  ['an agent per node of 20', monthOfBatches(load, measured, rules, measured.batched.node)],
] as const
const columns = designs.map(([name, month]) => ({ name, month, dollars: dollarsOf(month) }))
const quotas = quotasOf(load, measured, prod)

if (values.json)
  console.log(JSON.stringify({ load, measured, assumed: ASSUMED, prices: PRICES, columns, quotas }))
else print()

function print(): void {
  console.log(
    `${load.processes} processes of ${load.services} services; a month of 30 days, US dollars, ${PRICES.region}, prices as of ${PRICES.asOf}.\n`,
  )
  row(
    '',
    columns.map(({ name }) => name),
  )
  row(
    '---',
    columns.map(() => '---:'),
  )
  for (const part of Object.keys(columns[0]?.dollars ?? {}))
    row(
      part,
      columns.map(({ dollars }) => money(dollars[part] ?? 0)),
    )
  row(
    '**total**',
    columns.map(({ dollars }) => `**${money(sum(dollars))}**`),
  )
  row(
    'per process',
    columns.map(({ dollars }) => money(sum(dollars) / load.processes, 3)),
  )
  console.log('\n| per month | '.concat(columns.map(({ name }) => name).join(' | '), ' |'))
  row(
    '---',
    columns.map(() => '---:'),
  )
  const counts = [
    ['requests', 'requests'],
    ['S3 puts', 'objectPuts'],
    ['read units', 'readUnits'],
    ['write units', 'writeUnits'],
  ] as const
  for (const [name, member] of counts)
    row(
      name,
      columns.map(({ month }) => `${(month[member] / 1e6).toFixed(1)} M`),
    )
  row(
    'GB in S3, once profiles expire',
    columns.map(({ month }) => month.objectsKept.toFixed(0)),
  )
  console.log('\n| quota | used | limit | how to raise it or stay below |\n|---|---:|---:|---|')
  for (const { what, used, limit, set } of quotas)
    row(what, [used.toPrecision(3), limit.toLocaleString('en'), set])
}

function row(first: string, cells: readonly string[]): void {
  console.log(`| ${[first, ...cells].join(' | ')} |`)
}

function money(dollars: number, digits = 2): string {
  return dollars.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function atLeastOne(name: 'processes' | 'services' | 'interval'): number {
  const number = Number(values[name])
  if (!(number >= 1)) throw new Error(`--${name} must be a number of 1 or more, got ${values[name]}`)
  return number
}
