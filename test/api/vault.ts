import { type TestApi, testApi } from '#test/support/api.ts'
import { type Example, exampleOf } from '#test/support/examples.ts'
import { dump } from '#test/support/pprof.ts'

/** Stands in everything that the caller must not see. */
export const SECRET = 'Xq7vault'

export interface Vault {
  readonly api: TestApi
  /** Token of an admin of the services of `acme` that begin with `checkout`. */
  readonly caller: string
  readonly example: Example
  /** Ids of what belongs to another service or tenant. */
  readonly foreign: readonly string[]
}

/** Every webhook takes what it is told. */
const taken = async () => ({ delivered: true, tries: 1, status: 204, failure: undefined })

/** An API with a service `checkout` that the caller may see, and `vault` and another tenant that it may not. */
export async function vaultApi(): Promise<Vault> {
  const api = await testApi({ requestsPerMinute: 1_000_000, post: taken })
  const example = await exampleOf(api)
  const ours = await api.token()
  const theirs = await api.token({ tenant: 'umbrella' })
  const foreign: string[] = []
  for (const [as, service] of [
    [ours, 'vault'],
    [theirs, 'vault'],
    [theirs, 'checkout'],
  ] as const) {
    const query = { service, instance: `${SECRET}-1`, 'label.owner': SECRET }
    const pushed = await api.push(dump({ [`${SECRET}.wait < ${SECRET}.run`]: 5 }), query, as)
    const upload = `/v1/uploads?service=${service}&instance=${SECRET}&bytes=9`
    for (const made of [pushed, await api.send(upload, { method: 'POST', as })])
      foreign.push(((await made.json()) as { readonly id: string }).id)
  }
  return { api, caller: await api.token({ servicePrefix: 'checkout' }), example, foreign }
}
