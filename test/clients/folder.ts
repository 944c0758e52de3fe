import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one file of tests: what the server keeps and what the client writes. */
export function clientFolder() {
  const made = mkdtemp(join(tmpdir(), 'tidemark-clients-'))
  return { made, remove: async () => rm(await made, { recursive: true, force: true }) }
}
