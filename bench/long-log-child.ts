/** Reads the dumps of one file as the command line does, and prints what they are and what it cost. */

import { inputsOf } from '#cli/inputs.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import { readInput } from '#shared/input/read-input.ts'

const [file = ''] = process.argv.slice(2)
const began = performance.now()
const dumps: number[] = []
for (const input of await inputsOf(file, Date.now())) {
  const reading = await readInput(input, INPUT_LIMITS)
  dumps.push(...reading.dumps.map(({ bytes }) => bytes.length))
}
const ms = performance.now() - began
// KiB on Linux, as ru_maxrss of getrusage(2).
process.stdout.write(JSON.stringify({ dumps, ms, maxRssMb: process.resourceUsage().maxRSS / 1024 }))
