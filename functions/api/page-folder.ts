import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageFiles } from './api-deps.ts'

/** The page as `infra/build.ts` wrote it into a folder. @throws Error where there is none */
export async function readPage(folder: string): Promise<PageFiles> {
  const names = await readdir(folder)
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  )
}
