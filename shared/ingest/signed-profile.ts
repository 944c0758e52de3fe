import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { Signed } from '#shared/signature/sign.ts'
import type { Observation } from '#shared/survivor/observation.ts'
import type { ObjectFacts } from './profile-object.ts'

/** A profile that S3 holds, read and signed. */
export interface SignedProfile {
  readonly tenant: string
  readonly service: string
  readonly id: string
  readonly facts: ObjectFacts
  readonly profile: GoroutineProfile
  readonly signed: Signed
  /** Its goroutines one by one, where its form tells them apart. */
  readonly observation: Observation | undefined
}
