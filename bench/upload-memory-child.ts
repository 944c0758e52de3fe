import { readFileSync } from 'node:fs'
import { createDeps } from '#functions/deps.aws.ts'
import { readEnv } from '#functions/env.ts'
import { handleBatch } from '#functions/index-upload/handle-batch.ts'

/** Handles one event of an upload, as a function on AWS does, and prints what it took. */
const deps = createDeps(readEnv('index-upload', process.env), { now: () => Date.now() })
const object = { key: encodeURIComponent(process.argv[2] ?? '') }
const body = JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', s3: { object } }] })
const before = megabytes()
const started = performance.now()
const { batchItemFailures } = await handleBatch(deps, { Records: [{ messageId: 'upload', body }] })
const seconds = (performance.now() - started) / 1000
if (batchItemFailures.length > 0) process.exitCode = 1
console.log(JSON.stringify({ before, peak: megabytes(), seconds }))

/**
 * Highest resident set so far, as Linux keeps it since the program began (proc_pid_status(5)). getrusage would also
 * count what the parent held when this process was forked from it.
 */
function megabytes(): number {
  const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return Number(kib) / 1024
}
