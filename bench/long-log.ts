/** What a long log with a dump at its end costs: time and memory of a process that reads it. */

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const MB = 1024 * 1024
const CHILD = fileURLToPath(import.meta.resolve('./long-log-child.ts'))

/** One kind of log around the dump. */
interface LogKind {
  readonly name: string
  readonly line: (i: number, text: string) => string
}

const KINDS: readonly LogKind[] = [
  { name: 'plain', line: (i, text) => `2026/11/29 02:00:${String(i % 60).padStart(2, '0')} ${text}\n` },
  {
    name: 'JSON',
    line: (i, text) =>
      `${JSON.stringify({ time: `2026-11-29T02:00:00.${i % 1000}Z`, level: 'info', msg: text })}\n`,
  },
  { name: 'of three pods', line: (i, text) => `[pod/web-${i % 3}/app] ${text}\n` },
]

export interface LongLog {
  readonly kind: string
  readonly megabytes: number
  readonly dumps: readonly number[]
  readonly ms: number
  readonly maxRssMb: number
}

/** Writes logs of so many megabytes, with a dump of so many goroutines at the end, and reads each in a new process. */
export async function benchLongLog(megabytes = 200, goroutines = 5_000): Promise<LongLog[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-bench-'))
  const results: LongLog[] = []
  try {
    for (const kind of KINDS) {
      const file = join(folder, 'app.log')
      await writeLog(file, kind, megabytes, goroutines)
      const { stdout } = await promisify(execFile)(process.execPath, [CHILD, file])
      results.push({ kind: kind.name, megabytes, ...JSON.parse(stdout) })
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return results
}

async function writeLog(
  file: string,
  { line }: LogKind,
  megabytes: number,
  goroutines: number,
): Promise<void> {
  const out = createWriteStream(file)
  let bytes = 0
  for (let i = 0; bytes < megabytes * MB; ) {
    const many: string[] = []
    for (let n = 0; n < 10_000; n++, i++)
      many.push(line(i, `request ${i} of goroutines served in ${i % 97} ms by /v1/orders`))
    const text = many.join('')
    bytes += text.length
    if (!out.write(text)) await once(out, 'drain')
  }
  for (let id = 1; id <= goroutines; id++) {
    for (const text of blockOf(id)) out.write(line(id * 3, text))
  }
  out.end()
  await once(out, 'finish')
}

const blockOf = (id: number): string[] => [
  `goroutine ${id} [chan send, ${id % 90} minutes]:`,
  `main.(*store).ask.func1(0xc000${id.toString(16)}, {0x9f8ad8, 0x1})`,
  '\t/src/store/ask.go:91 +0x1d',
  'created by main.(*store).ask in goroutine 1',
  '\t/src/store/ask.go:88 +0x5a',
  '',
]
