import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** Lambda puts a function's credentials into its environment (Lambda developer guide, environment variables). */
const CREDENTIALS = "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'"

/** Importing `node:process` reads all properties of it, its report and its streams among them: 2 ms of a cold start. */
const PROCESS = 'export const { env, versions } = process'

/** No function calls an operation that streams events (S3 SelectObjectContent): 15 KB of codec that S3's client makes. */
const EVENT_STREAMS = `export const eventStreamSerdeProvider = () => undefined
export const resolveEventStreamSerdeConfig = (config) => config`

/** Endpoint discovery of DynamoDB is off unless the environment turns it on, which `infra` does not: 7 KB of LRU cache. */
const ENDPOINT_CACHE = 'export class EndpointCache {}'

const isSdk = (path: string): boolean => /[\\/]@aws-sdk[\\/]/.test(path)

/**
 * Leaves out of a bundle what a function on AWS never uses of the SDK: other sources of credentials, shapes of other
 * calls, streams of events, endpoint discovery.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:process$/ }, ({ importer }) =>
      isSdk(importer) ? { path: 'node:process', namespace: 'global' } : undefined,
    )
    onLoad({ filter: /^node:process$/, namespace: 'global' }, () => ({ contents: PROCESS }))
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ importer }) =>
      isSdk(importer) ? { path: 'event-streams', namespace: 'unused' } : undefined,
    )
    onLoad({ filter: /^event-streams$/, namespace: 'unused' }, () => ({ contents: EVENT_STREAMS }))
    onLoad({ filter: /@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/ }, () => ({
      contents: ENDPOINT_CACHE,
    }))
    onLoad({ filter: /@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/ }, ({ path }) => ({
      contents: CREDENTIALS,
      resolveDir: dirname(path),
    }))
    onLoad({ filter: /@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: withPlainKeys(await readFile(path, 'utf8')),
    }))
  },
}

/** `{ [_hH]: 1 }` → `{ "httpHeader": 1 }`: esbuild drops no shape with a computed key, since `toString` may do anything. */
export function withPlainKeys(source: string): string {
  const texts = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
  )
  return source.replace(/\[(\w+)\]:/g, (key, name: string) => (texts.has(name) ? `${texts.get(name)}:` : key))
}
