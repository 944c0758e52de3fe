import type { Operation } from './operation.ts'
import { ABOUT } from './operations-about.ts'
import { ACCESS } from './operations-access.ts'
import { CLIENTS } from './operations-client.ts'
import { EXPORTS } from './operations-export.ts'
import { FINDINGS } from './operations-finding.ts'
import { PUSHES } from './operations-push.ts'
import { TELLING } from './operations-report.ts'
import { SERVICES } from './operations-service.ts'
import { UPLOADING } from './operations-upload.ts'

/** Everything that can be asked. A test holds it against the routes. */
export const OPERATIONS: readonly Operation[] = [
  ...PUSHES,
  ...CLIENTS,
  ...UPLOADING,
  ...SERVICES,
  ...EXPORTS,
  ...FINDINGS,
  ...TELLING,
  ...ACCESS,
  ...ABOUT,
]
