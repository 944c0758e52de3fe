import * as sea from 'node:sea'
import { fileURLToPath } from 'node:url'
import { type FolderFiles, readFolder } from '../local/folder-files.ts'

/** What comes with a released program besides its code; stands in for `infra/local/shipped-files.ts` there. */
export const pageFiles = (): Promise<FolderFiles> => shipped('page')

/** The recorded incident of the demo. */
export const incidentFiles = (): Promise<FolderFiles> => shipped('incident')

/** Beside the program, or in it as assets `<folder>/<path>`. */
async function shipped(folder: string): Promise<FolderFiles> {
  if (!sea.isSea()) return readFolder(fileURLToPath(new URL(`./${folder}`, import.meta.url)))
  const keys = sea.getAssetKeys().filter((key) => key.startsWith(`${folder}/`))
  return new Map(keys.map((key) => [key.slice(folder.length + 1), new Uint8Array(sea.getAsset(key))]))
}
