import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Path below a folder, with `/`, → bytes. */
export type FolderFiles = ReadonlyMap<string, Uint8Array>

/** All files of a folder and of the folders in it, in the order of their names. @throws Error where there is none */
export async function readFolder(folder: string): Promise<FolderFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      paths
        .toSorted()
        .map(async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path)] as const),
    ),
  )
}
