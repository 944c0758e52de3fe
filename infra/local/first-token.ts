import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EVERYTHING, mint } from '#shared/access/mint.ts'
import { TOKEN_BYTES } from '#shared/access/token.ts'
import type { TokenStore } from '#shared/store/token-store.ts'

/** The tenant of a stack on one's own machine. */
export const LOCAL_TENANT = 'local'

/** Where the admin token of a data folder lies. */
export const tokenPath = (directory: string): string => join(directory, 'admin-token')

/** A first start makes a token, and nobody else is to be there meanwhile. */
export class NoTokenError extends Error {
  constructor(directory: string) {
    super(`${directory} has no admin token`)
    this.name = 'NoTokenError'
  }
}

/**
 * The admin token of a data folder. The first start makes it and writes it for its owner's eyes only (mode 0600); a later
 * one reads it, and does not bring it back where it was revoked. Whoever removes the file is given a new one.
 */
export async function firstToken(directory: string, tokens: TokenStore, now: number): Promise<string> {
  const known = await readToken(directory)
  if (known !== undefined) return known
  const wanted = { name: 'first start', scopes: ['admin'] } as const
  const { record, token } = mint(LOCAL_TENANT, wanted, EVERYTHING, randomBytes(TOKEN_BYTES), now)
  await tokens.put(record)
  // Known before it is written: a start that is killed between leaves a token that nobody has.
  await writeToken(directory, token)
  return token
}

/** The token of a data folder, undefined where it has none. */
export async function readToken(directory: string): Promise<string | undefined> {
  try {
    const token = (await readFile(tokenPath(directory), 'utf8')).trim()
    return token === '' ? undefined : token
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeToken(directory: string, token: string): Promise<void> {
  const temporary = `${tokenPath(directory)}.new`
  // A start that was killed here leaves no half token behind.
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  await file.writeFile(`${token}\n`)
  await file.sync()
  await file.close()
  await rename(temporary, tokenPath(directory))
}
