/** Software that serves repositories on the web; each has its own form of an address. */
export const FORGES = ['github', 'gitlab', 'gitea'] as const
export type Forge = (typeof FORGES)[number]

/** Where the code of a service is kept, as its owners say. */
export interface Repository {
  /** Page of the repository, https: `https://github.com/acme/checkout`. */
  readonly url: string
  /** undefined: told by the host of the URL. */
  readonly forge?: Forge | undefined
  /** Address of a line in any other software: `https://code.example/{ref}/{path}?l={line}`. */
  readonly template?: string | undefined
  /** Module path of `go.mod`; undefined: the URL without its scheme. */
  readonly module?: string | undefined
  /** Folder of `go.mod` in the repository; undefined: its root. */
  readonly directory?: string | undefined
  /** Tag or commit of a running version: `v{version}`; undefined: the version itself. */
  readonly ref?: string | undefined
}

/** Path of the module in a repository whose owners named none. */
export const moduleIn = ({ url, module }: Repository): string =>
  module ?? url.replace(/^https:\/\//, '').replace(/(?:\.git)?\/?$/, '')
