/** Writes profiles, rows and messages into a data folder until it is killed; says the number of each that was acknowledged. */

import { writeSync } from 'node:fs'
import { openFolder } from '#infra/local/open-folder.ts'
import { written } from './kill-written.ts'

const [directory = '', first = '0'] = process.argv.slice(2)
const folder = openFolder(directory, { now: () => Date.now() })
/** Written at one time: they share transactions. */
const AT_ONCE = 16

async function write(n: number): Promise<void> {
  const { object, row, message } = written(n)
  await Promise.all([folder.profiles.put(object), folder.rows.put(row), folder.queue.send(message)])
  writeSync(1, `${n}\n`)
}

for (let n = Number(first); ; n += AT_ONCE)
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => write(n + i)))
