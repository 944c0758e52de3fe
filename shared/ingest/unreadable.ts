/** What a stored object that cannot be read is told as. @param what names it */
export const unreadable =
  (what: string) =>
  (cause: Error): never => {
    throw new Error(`${what} cannot be read: ${cause.message}`, { cause })
  }
