import { cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const IGNORE = (await readFile(join(ROOT, '.dockerignore'), 'utf8'))
  .split('\n')
  .filter((line) => /^[^#]/.test(line))
if (IGNORE[0] !== '*') throw new Error('.dockerignore has to begin with *')

/** What is sent to docker: the rest of the folder is left out. */
export const SENT: readonly string[] = IGNORE.slice(1).map((line) => line.replace(/^!/, ''))

/** Lays what is sent to docker, and nothing else, into a folder. */
export async function layContext(directory: string): Promise<void> {
  for (const path of SENT) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await cp(join(ROOT, path), join(directory, path), { recursive: true })
  }
}
