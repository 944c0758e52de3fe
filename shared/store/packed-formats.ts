import { BLOCK } from './packed-block.ts'
import { EVIDENCE } from './packed-evidence.ts'
import { OBSERVATIONS } from './packed-observations.ts'
import { QUIET } from './packed-quiet.ts'
import { SIGHTINGS } from './packed-sightings.ts'
import { SNAPSHOTS } from './packed-snapshots.ts'
import { SOCKETS } from './packed-sockets.ts'
import type { PackedFormat } from './packed-version.ts'

/** Every packed format by its file; docs/formats.md says what changed with each version. */
export const FORMATS: Readonly<Record<string, PackedFormat>> = {
  'packed-sightings.ts': SIGHTINGS,
  'packed-snapshots.ts': SNAPSHOTS,
  'packed-block.ts': BLOCK,
  'packed-evidence.ts': EVIDENCE,
  'packed-observations.ts': OBSERVATIONS,
  'packed-quiet.ts': QUIET,
  'packed-sockets.ts': SOCKETS,
}
