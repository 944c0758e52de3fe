import * as v from 'valibot'

/** Speaks to the deployed API over HTTP. */
export interface Client {
  /** What a path answers, in this shape. @throws Error with the answer where it refuses */
  json<Shape extends v.GenericSchema>(
    shape: Shape,
    path: string,
    init?: RequestInit,
  ): Promise<v.InferOutput<Shape>>
  bytes(path: string): Promise<Uint8Array>
  status(path: string, init?: RequestInit): Promise<number>
}

export function clientOf(base: string, token: string): Client {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${base}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  const ok = async (path: string, init?: RequestInit): Promise<Response> => {
    const response = await ask(path, init)
    if (response.ok) return response
    throw new Error(`${init?.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`)
  }
  return {
    json: async (shape, path, init) => v.parse(shape, await (await ok(path, init)).json()),
    bytes: async (path) => new Uint8Array(await (await ok(path)).arrayBuffer()),
    status: async (path, init) => (await ask(path, init)).status,
  }
}
