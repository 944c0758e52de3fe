import { SHOPFRONT, tidemark } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'

/** Where a stack is reached. */
export interface Stack {
  readonly url: string
  readonly token: string
}

/** A whole Tidemark that has judged the recorded incident: one finding in `shopfront`. @param home is written to */
export async function leakingStack(home: string): Promise<Served> {
  const stack = await serve(home)
  const replayed = await tidemark(['replay', SHOPFRONT, '--url', stack.url, '--token', stack.token], { home })
  if (replayed.code !== 0) throw new Error(`the replay ended with ${replayed.code}: ${replayed.stderr}`)
  const judged = await call(stack, '/v1/judge?service=shopfront&wait=true', { method: 'POST' })
  if (judged.status !== 200) throw new Error(`the judge answered ${await judged.text()}`)
  return stack
}

/** A request with the admin's token. */
export const call = ({ url, token }: Stack, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
