import { fileURLToPath } from 'node:url'
import { type FolderFiles, readFolder } from './folder-files.ts'

/**
 * What comes with Tidemark besides its code, in a checkout. `infra/release/shipped-files.ts` takes this file's place
 * in a release, where the page is built already.
 */
export const pageFiles = async (): Promise<FolderFiles> => (await import('../page-bundle.ts')).bundlePage()

/** The recorded incident of the demo. */
export const incidentFiles = (): Promise<FolderFiles> => readFolder(INCIDENT)

/** Five days of a web shop that leaks idle connections. */
const INCIDENT = fileURLToPath(new URL('../../test/fixtures/series/shopfront-week', import.meta.url))
