/** What the system says in its codes (errno(3)), in words. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'is not allowed to this user',
  EPERM: 'is not allowed to this user',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'is a file, not a folder',
  ENOSPC: 'cannot be written: the disk is full',
  EROFS: 'cannot be written: the file system is read-only',
  EMFILE: 'cannot be opened: this process has too many open files (ulimit -n)',
  EADDRINUSE: 'is taken: another program listens there',
  ECONNREFUSED: 'cannot be reached: nothing listens there',
}

/**
 * A failure that no command foresaw, as a sentence.
 *
 * @param debug with the stack, for whoever mends it
 */
export function systemFailure(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  if (debug) return error.stack ?? error.message
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  const what = path ?? (address === undefined ? undefined : `${address}:${port}`)
  const words = code === undefined ? undefined : WORDS[code]
  if (what !== undefined && words !== undefined) return `${what} ${words}`
  return `${error.message} (TIDEMARK_DEBUG=1 shows where)`
}
