import { readToken } from '#infra/local/first-token.ts'
import { type Arguments, Failure, type Terminal } from './command.ts'

/** Where a stack of one's own listens and keeps its data, unless told otherwise. */
export const DEFAULT_PORT = 4180
export const DEFAULT_DATA = '.tidemark'

/** A Tidemark to talk to. */
export interface Server {
  readonly url: string
  readonly token: string
}

export const SERVER_OPTIONS = {
  url: {
    type: 'string',
    help: `address of Tidemark (default: $TIDEMARK_URL, or http://127.0.0.1:${DEFAULT_PORT})`,
  },
  token: {
    type: 'string',
    help: 'token to send (default: $TIDEMARK_TOKEN, or the token in the data folder)',
  },
  data: {
    type: 'string',
    help: `data folder of a local stack, which holds its token (default: ${DEFAULT_DATA})`,
  },
} as const

/** The server that options and environment name. @throws Failure where no token is to be found */
export async function serverOf(values: Arguments['values'], { env }: Terminal): Promise<Server> {
  const directory = text(values.data) ?? DEFAULT_DATA
  const token = text(values.token) ?? env.token ?? (await readToken(directory))
  if (token === undefined) {
    throw new Failure(
      `no token: set TIDEMARK_TOKEN, or name the data folder of the local stack with --data (looked in ${directory})`,
    )
  }
  return { url: addressOf(values.url, env), token }
}

/** Where the server is, without a `/` at its end. */
export const addressOf = (url: Arguments['values'][string], env: Terminal['env']): string =>
  (text(url) ?? env.url ?? `http://127.0.0.1:${DEFAULT_PORT}`).replace(/\/$/, '')

const text = (value: Arguments['values'][string]): string | undefined =>
  typeof value === 'string' ? value : undefined

/** What a server answered. @throws Failure that says what it refused and why */
export async function ask(
  server: Server,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: Uint8Array,
): Promise<Record<string, unknown>> {
  const response = await reach(server, method, path, body)
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
  if (response.ok) return answer
  throw refused(server, response, answer)
}

/** Bytes behind a path. @throws Failure that says what was refused and why */
export async function download(
  server: Server,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<Uint8Array> {
  const response = await reach(server, method, path)
  if (response.ok) return new Uint8Array(await response.arrayBuffer())
  throw refused(server, response, (await response.json().catch(() => ({}))) as Record<string, unknown>)
}

function refused(
  { url }: Server,
  { status, statusText }: Response,
  answer: Record<string, unknown>,
): Failure {
  const reason = typeof answer.reason === 'string' ? ` (${answer.reason})` : ''
  return new Failure(`${url} answered ${status}${reason}: ${answer.detail ?? statusText}`)
}

async function reach(
  { url, token }: Server,
  method: string,
  path: string,
  body?: Uint8Array,
): Promise<Response> {
  try {
    return await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      ...(body === undefined ? {} : { body }),
    })
  } catch (error) {
    const { message, cause } = error as Error
    throw new Failure(
      `${url} cannot be reached: ${cause instanceof Error ? cause.message : message}. Is it running? Start one with: tidemark serve`,
    )
  }
}

/** Path of a push with its facts as the query; undefined members are left out. */
export function pushPath(
  facts: Readonly<Record<string, string | undefined>>,
  what: 'profiles' | 'sockets' | 'uploads' = 'profiles',
): string {
  const known = Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/v1/${what}?${new URLSearchParams(known)}`
}
