import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { binsOf } from './calibration.ts'
import { figuresOf, setsOf } from './figures.ts'
import { missedGoals, missedLeads, missedQuiet } from './gate.ts'
import { optionsOf } from './options.ts'
import { sections } from './report/markdown.ts'
import { writeReport } from './report/write.ts'
import { rowsBy } from './row.ts'
import { judgeSeconds, LARGE } from './speed.ts'
import { TIDEMARK } from './tidemark.ts'

/**
 * Proves that verdicts are right: `npm run verdicts [-- --series DIR --only SET --seed N --method FILE --detail --json --quick --no-gate]`.
 * Ends with 1 where the battery misses a goal, healthy services of a set are reported too often on the way, or a
 * baseline is as good at one of its thresholds.
 */
const options = optionsOf(process.argv.slice(2))
const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const log = (text: string): void => (options.json ? console.error : console.log)(`${text}\n`)

const cores = cpus()
const head = [
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cores.length} × ${cores[0]?.model ?? 'unknown CPU'}.`,
]
log(head.join('\n'))

/** Sets of recorded cases that come with the repository; a larger one of the same name may stand beside it. */
const RECORDED = ['series', 'libs', 'survivors', 'programs', 'kept-out']
const known = RECORDED.map((set) => {
  const beside = here(`../shared/data/${set}`)
  return existsSync(beside) ? beside : here(`test/fixtures/${set}`)
})
const folders = options.series.length > 0 || options.quick ? options.series : known
const figures = await figuresOf(options, folders, cores.length)
const isWhole = !options.quick && options.only.length + options.seeds.length + options.method.length === 0
const seconds = isWhole ? judgeSeconds(LARGE) : undefined
if (seconds !== undefined) {
  const { processes, hours, signatures } = LARGE
  head.push(
    `One judgement of ${processes.toLocaleString('en')} processes × ${hours / 24} days by the hour × ${signatures} signatures, one in ten moving, on one core: ${seconds.toFixed(1)} s.`,
  )
}

for (const section of sections(figures, options.detail)) log(section)
for (const line of head.slice(1)) log(line)
if (isWhole) await writeReport(here('docs/verdicts'), figures, head)
const sets = [...setsOf(figures), ...(figures.together === undefined ? [] : [figures.together])].map(
  (set) => ({ ...set, ours: set.rows[0] }),
)
const missed = [
  ...(options.only.length === 0 ? missedGoals(figures.battery?.rows[0]) : []),
  ...sets.flatMap(({ name, ours }) => (ours === undefined ? [] : missedQuiet(ours, name))),
  ...sets.flatMap(({ name, ours, contests }) => missedLeads(ours, contests, name)),
]
for (const sentence of missed) log(`Missed: ${sentence}.`)
if (options.json) {
  const rows = sets.map(({ name, rows, contests, opinions }) => ({
    name,
    rows,
    contests,
    calibration: binsOf(opinions),
  }))
  const byPhenomenon = rowsBy(
    TIDEMARK.name,
    figures.phenomena?.outcomes ?? [],
    ({ background }) => background,
  )
  const { seeds } = figures
  console.log(JSON.stringify({ head, seeds, sets: rows, byPhenomenon, seconds, missed }))
}
process.exitCode = options.gate && missed.length > 0 ? 1 : 0
