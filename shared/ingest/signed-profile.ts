import type { ObjectFacts } from './profile-object.ts'
import type { ProfileHead, ReadBody } from './read-profile-body.ts'

/** A profile that S3 holds, read and signed. */
export interface SignedProfile {
  readonly tenant: string
  readonly service: string
  readonly id: string
  readonly facts: ObjectFacts
  readonly profile: ProfileHead
  readonly signed: ReadBody['signed']
}
