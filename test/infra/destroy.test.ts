import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Its exit code and what it wrote to stderr. */
const cdk = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['infra/cdk.ts', ...args], { cwd: ROOT }).then(
    ({ stderr }) => [0, stderr.trim()],
    ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.trim()],
  )

test.each([
  [
    'a stage with all its data',
    ['destroy', 'dev'],
    'would delete tidemark-dev with all its data: say --force',
  ],
  [
    'a stage that keeps it',
    ['destroy', 'prod'],
    'would delete tidemark-prod; bucket and table stay: say --force',
  ],
  ['the stage dev where none is said', ['destroy', '--quiet'], 'would delete tidemark-dev with all its data'],
  [
    'a stage behind its options',
    ['destroy', '--force', 'prod'],
    'say the stage before all options: destroy prod',
  ],
  [
    'another account than that of the bucket',
    ['destroy', 'dev', '--profile', 'b', '--force'],
    'say AWS_PROFILE',
  ],
  ['no stage', ['destroy', 'live', '--force'], 'there is no stage live; there are dev, prod'],
  ['no command', [], 'say one of synth, deploy, destroy'],
])('%s is not destroyed unasked', async (_, args, why) => {
  const [code, said] = await cdk(...args)
  expect([code, said]).toEqual([1, expect.stringContaining(why)])
})
