import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import type { Plan } from './plan.ts'
import { build, record } from './record.ts'

/**
 * Records programs: `npm run record -- [NAME …] --to DIR [--parallel N]`. Each takes minutes; several at once must not
 * make the machine slow, since the clock of a case goes on.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string' }, parallel: { type: 'string', default: '4' } },
})
if (values.to === undefined) throw new TypeError('--to DIR is missing')
const to = resolve(values.to)
const folders = await readdir(import.meta.dirname, { withFileTypes: true })
const known = folders.filter((entry) => entry.isDirectory() && entry.name !== 'kit').map(({ name }) => name)
const bin = await mkdtemp(join(tmpdir(), 'programs-'))
const parallel = pLimit(Number(values.parallel))
try {
  const programs: [name: string, path: string][] = []
  for (const name of positionals.length > 0 ? positionals : known)
    programs.push([name, await build(name, bin)])
  await Promise.all(
    programs.map(([name, path]) =>
      parallel(async () => {
        const { plan } = (await import(`./${name}/plan.ts`)) as { plan: Plan }
        await record(plan, path, join(to, name))
        console.log(name)
      }),
    ),
  )
} finally {
  await rm(bin, { recursive: true })
}
