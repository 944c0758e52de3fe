import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import type { Fleet } from './fleet.ts'
import { FUNCTION_OF, type JobName, type Played } from './played.ts'

const CHILD = fileURLToPath(new URL('job-child.ts', import.meta.url))
/** MB that Node takes beside its heap. */
const BESIDE_HEAP = 256

/** What a job took, or why there is nothing to say of it. */
export type Outcome = Played | { readonly job: JobName; readonly failure: string }

/** Plays a job in a process of its own, whose heap is that of its function: one that needs more dies, as on AWS. */
export async function playJob(job: JobName, fleet: Fleet): Promise<Outcome> {
  const { memory } = FUNCTION_LIMITS[FUNCTION_OF[job]]
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${Math.max(memory - BESIDE_HEAP, BESIDE_HEAP)}`,
      CHILD,
      job,
      JSON.stringify(fleet),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)])
  const line = out.trim().split('\n').at(-1) ?? ''
  if (line.startsWith('{')) return revived(JSON.parse(line))
  const failure = /heap out of memory/.test(err)
    ? `killed: more than ${memory} MB of memory`
    : (/^(?:\w*Error|\w+ \[\w+\]): .*$/m.exec(err)?.[0] ?? 'ended without a word')
  return { job, failure }
}

/** JSON has no infinity. */
const revived = (played: Played): Played => ({
  ...played,
  seconds: played.seconds ?? Number.POSITIVE_INFINITY,
})

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString()
}

const ended = (child: ReturnType<typeof spawn>): Promise<unknown> =>
  new Promise((resolve) => child.on('close', resolve))
