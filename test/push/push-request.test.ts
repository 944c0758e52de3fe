import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const GENERATED = 'shared/push/push_pb.ts'
/** The schema itself, encoded: formatting aside, all else follows from it. */
const DESCRIPTOR = /fileDesc\(\s*['"]([\w+/=]+)['"]/

test('the generated messages are those of push.proto; `npm run proto` makes them anew', async () => {
  const made = await mkdtemp(join(tmpdir(), 'tidemark-proto-'))
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}` }
  await promisify(execFile)(
    join(BIN, 'buf'),
    ['generate', '--template', 'shared/push/buf.gen.yaml', '--output', made],
    { cwd: ROOT, env },
  )
  const [committed, anew] = await Promise.all(
    [ROOT, made].map(async (root) => DESCRIPTOR.exec(await readFile(join(root, GENERATED), 'utf8'))?.[1]),
  )
  await rm(made, { recursive: true })
  expect(committed).toMatch(/^\w{40}/)
  expect(committed).toBe(anew)
})
