/**
 * Why a request failed, in a word or a few: `ECONNREFUSED`, `timeout`.
 *
 * Never the message of the error, which may hold an address with its credentials.
 */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'TimeoutError') return 'timeout'
  if (error.name === 'AbortError') return 'stopped'
  const { cause } = error
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause
  for (const each of [inner, cause, error]) {
    if (each instanceof Error && 'code' in each && typeof each.code === 'string') return each.code
  }
  return error.name
}

const OF_DISKS: Readonly<Record<string, string>> = {
  EROFS: 'the file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  ENOENT: 'the folder is gone',
  ENOTDIR: 'it is no folder',
  EIO: 'the disk does not read or write',
}

/** Why a file or folder cannot be used, in words. */
export function diskFailureOf(error: unknown): string {
  const code = codeOf(error)
  return OF_DISKS[code] ?? code
}

/** What the disk may do to a spool: the agent goes on without one, and takes it up again when it is mended. */
export const isDiskTrouble = (error: unknown): boolean =>
  ['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EIO'].includes(codeOf(error))

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'failed'
