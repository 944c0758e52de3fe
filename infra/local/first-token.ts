import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createToken, TOKEN_BYTES, tokenHash } from '#shared/access/token.ts'
import type { TokenStore } from '#shared/store/token-store.ts'

/** The tenant of a stack on one's own machine. */
export const LOCAL_TENANT = 'local'

/** Where the admin token of a data folder lies. */
export const tokenPath = (directory: string): string => join(directory, 'admin-token')

/** Makes the admin token on the first start, for its owner's eyes only (mode 0600), and makes it known. */
export async function firstToken(directory: string, tokens: TokenStore): Promise<string> {
  const token = (await readToken(directory)) ?? (await writeToken(directory))
  await tokens.put({
    sha256: tokenHash(token),
    tenant: LOCAL_TENANT,
    name: 'first start',
    scopes: ['admin'],
    expiresAt: undefined,
    servicePrefix: undefined,
  })
  return token
}

/** The token of a data folder, undefined where it has none. */
export async function readToken(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(tokenPath(directory), 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeToken(directory: string): Promise<string> {
  const token = createToken(LOCAL_TENANT, randomBytes(TOKEN_BYTES))
  const file = await open(tokenPath(directory), 'wx', 0o600)
  await file.writeFile(`${token}\n`)
  await file.sync()
  await file.close()
  return token
}
