/** Are manifests what the API of Kubernetes takes? By the OpenAPI documents of its own module. */

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'

/** A module of Go, with the sum that the checksum database of Go has of it. */
const KUBERNETES = {
  path: 'k8s.io/kubernetes@v1.36.3',
  sum: 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=',
}

/** How one schema calls the document that all of them are in. */
const ALL = 'https://kubernetes.io/api'

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

type Schema = Readonly<Record<string, unknown>>

/** What is wrong with a manifest, a line each; a field that the API does not know is wrong too. */
export type Check = (manifest: Manifest) => Promise<string[]>

/** Fetches the documents through the go command, which keeps them. */
export async function manifestCheck(): Promise<Check> {
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', KUBERNETES.path], {
    env: { ...process.env, GOFLAGS: '' },
  })
  const { Dir, Sum } = JSON.parse(stdout) as { readonly Dir: string; readonly Sum: string }
  if (Sum !== KUBERNETES.sum) throw new Error(`${KUBERNETES.path} has the sum ${Sum}`)
  const groups = new Map<string, Promise<Ajv>>()
  return async (manifest) => {
    const { apiVersion, kind } = manifest
    const ajv = groups.get(apiVersion) ?? schemasOf(Dir, apiVersion)
    groups.set(apiVersion, ajv)
    const validate = (await ajv).getSchema(kind)
    if (validate === undefined) return [`${apiVersion} has no ${kind}`]
    await validate(manifest)
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
}

/** One schema per kind, of that name. */
async function schemasOf(folder: string, apiVersion: string): Promise<Ajv> {
  const group = apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`
  const file = join(folder, 'api', 'openapi-spec', 'v3', `${group}_openapi.json`)
  const { components } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
  }
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema(closed({ components }) as Schema, ALL)
  for (const [name, schema] of Object.entries(components.schemas)) {
    for (const { kind } of (schema['x-kubernetes-group-version-kind'] ?? []) as { readonly kind: string }[])
      if (!kind.endsWith('Options') && !kind.endsWith('Event'))
        ajv.addSchema({ $ref: `${ALL}#/components/schemas/${name}` }, kind)
  }
  return ajv
}

/** The same schemas without room for fields that they do not name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const all = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]))
  const isOpen =
    all.type === 'object' && all.properties !== undefined && all.additionalProperties === undefined
  return isOpen ? { ...all, additionalProperties: false } : all
}
