import { SHOPFRONT, tidemark } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'

/** Where a stack is reached. */
export interface Stack {
  readonly url: string
  readonly token: string
}

/** A whole Tidemark that has judged the recorded incident: one finding in `shopfront`. @param home is written to */
export const leakingStack = (home: string): Promise<Served> => stackWith(home, SHOPFRONT)

/**
 * A whole Tidemark that was sent one recorded case, as if it had ended now, and has judged it.
 *
 * @param home is written to
 * @param folder of the case
 */
export async function stackWith(home: string, folder: string): Promise<Served> {
  const stack = await serve(home)
  await replayInto(stack, home, folder)
  return stack
}

/** Sends a stack one more recorded case, and has it judged. @returns the name of its service */
export async function replayInto(stack: Served, home: string, folder: string): Promise<string> {
  const { url, token } = stack
  const replayed = await tidemark(['replay', folder, '--json', '--url', url, '--token', token], { home })
  if (replayed.code !== 0) throw new Error(`the replay ended with ${replayed.code}: ${replayed.stderr}`)
  const { service } = JSON.parse(replayed.stdout) as { readonly service: string }
  const judged = await call(stack, `/v1/judge?service=${encodeURIComponent(service)}&wait=true`, {
    method: 'POST',
  })
  if (judged.status !== 200) throw new Error(`the judge answered ${await judged.text()}`)
  return service
}

/** A request with the admin's token. */
export const call = ({ url, token }: Stack, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
