import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { Signed } from '#shared/signature/sign.ts'
import type { ObjectFacts } from './profile-object.ts'

/** A profile that S3 holds, read and signed. */
export interface SignedProfile {
  readonly tenant: string
  readonly service: string
  readonly id: string
  readonly facts: ObjectFacts
  readonly profile: GoroutineProfile
  readonly signed: Signed
}
