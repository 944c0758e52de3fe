import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { sourceStack } from '#functions/source-stack.ts'
import { withFolder } from '#test/support/cli.ts'

const SOURCE = `const deepest = (): never => {
  throw new Error('no')
}
export const fail = (): never => deepest()
`

const RUN = `
  const { fail } = await import(process.argv[1])
  try { fail() } catch ({ stack }) { process.stdout.write(stack) }`

/** The stack of an error of a bundle, made as those of the functions are. */
const stackOf = async (folder: string, sourcemap: boolean): Promise<string> => {
  const source = join(folder, 'fails.ts')
  const outfile = join(folder, sourcemap ? 'mapped.mjs' : 'bare.mjs')
  await writeFile(source, SOURCE)
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    sourcemap,
    sourcesContent: false,
    format: 'esm',
  })
  // In a process of its own: the runner of tests maps stacks by itself.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    RUN,
    outfile,
  ])
  return stdout
}

test('a stack out of a bundle names file and line of the source', () =>
  withFolder(async (folder) => {
    const stack = await stackOf(folder, true)
    expect(stack).toContain('mapped.mjs:1:')
    expect(sourceStack(stack)).toMatch(/fails\.ts:2:\d+/)
    expect(sourceStack(stack)).not.toContain('mapped.mjs')
  }))

test('a stack without a map, or without a place, stays as it is', () =>
  withFolder(async (folder) => {
    const stack = await stackOf(folder, false)
    for (const text of [stack, '', 'Error: no\n    at native']) expect(sourceStack(text)).toBe(text)
  }))
