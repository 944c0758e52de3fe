import { Rejection } from '#shared/api/reason.ts'
import { StorageFullError } from '#shared/store/store-error.ts'

/** Seconds after which to ask whether a full disk has room again. */
const RETRY_FULL = 60

/** The answer to a push whose bytes could not be stored. @param what was pushed */
export const unstored = (what: 'profile' | 'table' | 'upload' | 'batch', cause: unknown): Rejection =>
  cause instanceof StorageFullError
    ? new Rejection('storage-full', `${cause.message} The ${what} was not stored; send it again then.`, {
        retryAfter: RETRY_FULL,
        cause,
      })
    : new Rejection('storage-unavailable', `Nothing was stored; send the ${what} again in a moment.`, {
        cause,
      })
