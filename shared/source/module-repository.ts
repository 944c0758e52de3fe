/** Modules whose path names no forge → their repository on GitHub, from the `go-import` tags that the paths serve. */
const VANITY: readonly (readonly [RegExp, string])[] = [
  [/^golang\.org\/x\/([^/]+)/, 'golang/$1'],
  [/^google\.golang\.org\/grpc/, 'grpc/grpc-go'],
  [/^google\.golang\.org\/protobuf/, 'protocolbuffers/protobuf-go'],
  [/^google\.golang\.org\/api/, 'googleapis/google-api-go-client'],
  [/^cloud\.google\.com\/go/, 'googleapis/google-cloud-go'],
  [/^go\.opentelemetry\.io\/contrib/, 'open-telemetry/opentelemetry-go-contrib'],
  [/^go\.opentelemetry\.io\/otel/, 'open-telemetry/opentelemetry-go'],
  [/^go\.mongodb\.org\/mongo-driver/, 'mongodb/mongo-go-driver'],
  [/^go\.etcd\.io\/([^/]+)/, 'etcd-io/$1'],
  [/^go\.uber\.org\/([^/]+)/, 'uber-go/$1'],
  [/^go\.temporal\.io\/sdk/, 'temporalio/sdk-go'],
  [/^k8s\.io\/([^/]+)/, 'kubernetes/$1'],
  [/^sigs\.k8s\.io\/([^/]+)/, 'kubernetes-sigs/$1'],
  [/^nhooyr\.io\/websocket/, 'coder/websocket'],
  [/^gorm\.io\/gorm/, 'go-gorm/gorm'],
  [/^gopkg\.in\/([^/.]+)\.v\d+/, 'go-$1/$1'],
  [/^gopkg\.in\/([^/]+)\/([^/.]+)\.v\d+/, '$1/$2'],
]

/** Forges whose module paths are the path of the repository, and a folder in it. */
const FORGE = /^(?:github\.com|gitlab\.com|codeberg\.org)\/[^/]+\/[^/]+/

/** Commit of a pseudo-version, `v0.0.0-20260102150405-abcdef123456` (Go modules reference, "Pseudo-versions"). */
const PSEUDO = /[-.]\d{14}-([0-9a-f]{12})$/

/** A public module: where its root is. */
export interface ModuleRepository {
  readonly url: string
  /** Folder of the module in its repository; empty: the root. */
  readonly directory: string
}

/** undefined where the path does not tell the repository. */
export function repositoryOf(module: string): ModuleRepository | undefined {
  const forge = FORGE.exec(module)?.[0]
  if (forge !== undefined) return { url: `https://${forge}`, directory: folderOf(module.slice(forge.length)) }
  for (const [pattern, repository] of VANITY) {
    const found = pattern.exec(module)?.[0]
    if (found !== undefined)
      return {
        url: `https://github.com/${found.replace(pattern, repository)}`,
        directory: folderOf(module.slice(found.length)),
      }
  }
  return undefined
}

/** A major version is the end of a module path and, as a rule, no folder of its repository. */
const folderOf = (rest: string): string => rest.replace(/\/v\d+$/, '').replace(/^\//, '')

/** Tag or commit of a version: tags of a module in a folder begin with the folder (Go modules reference, "Mapping versions to commits"). */
export function refOf(version: string, directory: string): string {
  const plain = version.replace(/\+incompatible$/, '')
  return PSEUDO.exec(plain)?.[1] ?? (directory === '' ? plain : `${directory}/${plain}`)
}
