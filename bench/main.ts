import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureColdStart } from './cold-start.ts'
import { measureIngestCost } from './ingest-cost.ts'
import { benchLongLog } from './long-log.ts'
import { benchParse, PARSE_NOTE } from './parse.ts'
import { measureServer, serverTable } from './server-figures.ts'
import { measureUploadMemory } from './upload-memory.ts'

/**
 * Prints what the README states, as the tables that it holds: `npm run bench [-- --peers DIR]`.
 *
 * `--server` measures the local server alone, `--million` pushes a million profiles to it.
 */
const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    server: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
  },
})

console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}\n`,
)

if (values.server) {
  console.log(serverTable(await measureServer({ million: values.million })))
  process.exit(0)
}
const { rows, skipped } = await benchParse(values.peers)
if (skipped !== undefined) console.log(`Peers skipped: ${skipped}\n`)
console.log('| reading | Tidemark, ms | peer, ms | peer on one core, ms | ratio | MiB/s |')
console.log('|---|---|---|---|---|---|')
for (const { what, file, oursMin, peerMin, peerMinOneCore, ratio, mibPerS } of rows) {
  const cells = [
    `${what}, ${file}`,
    ms(oursMin),
    ms(peerMin),
    ms(peerMinOneCore),
    ratio?.toFixed(2) ?? '–',
    mibPerS.toFixed(0),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
console.log(`\nTimes are the least of the runs; a ratio below 1: Tidemark is faster. ${PARSE_NOTE}\n`)

console.log('| ingest of one profile | S3 requests | DynamoDB read units | write units |')
console.log('|---|---|---|---|')
for (const { step, s3, readUnits, writeUnits } of await measureIngestCost()) {
  console.log(`| ${step} | ${s3} | ${readUnits} | ${writeUnits} |`)
}

console.log('\n| index-upload | goroutines | signatures | MB before | MB at the peak | s |')
console.log('|---|---|---|---|---|---|')
for (const { upload, goroutines, signatures, before, peak, seconds } of await measureUploadMemory()) {
  const cells = [upload, goroutines, signatures, before.toFixed(0), peak.toFixed(0), seconds.toFixed(1)]
  console.log(`| ${cells.join(' | ')} |`)
}

console.log('\n| log of 200 MB with a dump at its end | s | MB at the peak |')
console.log('|---|---|---|')
for (const { kind, ms: spent, maxRssMb } of await benchLongLog())
  console.log(`| ${kind} | ${(spent / 1000).toFixed(1)} | ${maxRssMb.toFixed(0)} |`)

const { start, sizes } = await measureColdStart()
console.log('\n| function | KB at the start | gzipped | KB in all |\n|---|---|---|---|')
for (const { name, minified, gzipped, whole } of sizes)
  console.log(`| ${name} | ${minified.toFixed(0)} | ${gzipped.toFixed(0)} | ${whole.toFixed(0)} |`)
console.log(
  `\nCold start of the API under a Runtime API double, least of ${start.runs}: init ${ms(start.init)} ms, of which Node ` +
    `${ms(start.node)} ms; first answer after ${ms(start.firstAnswer)} ms more; ${ms(start.cpu)} ms of CPU, of which Node ` +
    `${ms(start.nodeCpu)} ms; ${ms(start.memory)} MB.`,
)

console.log(`\n${serverTable(await measureServer({ million: values.million }))}`)

function ms(value: number | undefined): string {
  return value === undefined ? '–' : value.toPrecision(3)
}
