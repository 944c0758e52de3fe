import type { Cause } from '#shared/cause/cause.ts'
import type { Ambiguity } from '#shared/cause/cause-of.ts'
import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { DumpsTold } from '../corroboration/dumps.ts'
import type { Growing, Growth } from '../growth/growth.ts'
import type { Individuals } from '../life/followed.ts'
import type { Intended } from './intended.ts'

/** A signature, every life of it, and what the rules say of each. */
export interface Assessed {
  readonly signature: Signature
  readonly cause: Cause | undefined
  /** The causes that it may be, where what was seen does not decide. */
  readonly ambiguity?: Ambiguity | undefined
  readonly dumps: DumpsTold
  /** Who stays, where full dumps show the stack. */
  readonly individuals?: Individuals | undefined
  readonly growths: readonly Growth[]
  /** Lives that grow, alone or only when all lives are asked as one. */
  readonly growing: readonly Growing[]
  /** The signatures that were added up, where this is a family. */
  readonly family?: readonly SignatureId[]
  /** The settings call it intended, so that it is no finding however it grows. */
  readonly intended?: Intended
}
