/** Codes of the system, of TLS and of Node's HTTP client (undici), in words of the cause. */
const OF_NETWORKS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed before an answer came',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  EHOSTUNREACH: 'no route leads to that host',
  ENETUNREACH: 'no route leads to that network',
  ETIMEDOUT: 'the host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
  ENOTFOUND: 'nobody knows a host of this name',
  EAI_AGAIN: 'the name cannot be looked up now',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for its certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for its certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS: is the address http?',
  HTTPParserError: 'it speaks no HTTP',
}

/** What fetch says of the ports that the standard forbids (Fetch, 2.9 Port blocking), such as 1 or 6667. */
const BAD_PORT = 'bad port'

/**
 * Why a request failed, in words with the code behind them: `nothing listens there (ECONNREFUSED)`, `timeout`.
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
    if (each instanceof Error && 'code' in each && typeof each.code === 'string') return inWords(each.code)
  }
  if (cause instanceof Error && cause.message === BAD_PORT)
    return 'HTTP clients refuse this port: let the program listen on another'
  return cause instanceof Error && cause.name in OF_NETWORKS ? inWords(cause.name) : error.name
}

function inWords(code: string): string {
  const words = OF_NETWORKS[code]
  return words === undefined ? code : `${words} (${code})`
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
