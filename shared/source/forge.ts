import type { Forge, Repository } from './repository.ts'

/** A line of a file in a repository. */
export interface SourceLine {
  /** Tag or commit. */
  readonly ref: string
  /** From the root of the repository. */
  readonly path: string
  readonly line: number
}

/** Path elements behind the URL of a repository, from the documentation of each forge. */
const FORMS: Readonly<Record<Forge, (line: SourceLine) => string>> = {
  github: ({ ref, path, line }) => `/blob/${ref}/${path}#L${line}`,
  gitlab: ({ ref, path, line }) => `/-/blob/${ref}/${path}#L${line}`,
  gitea: ({ ref, path, line }) => `/src/${isCommit(ref) ? 'commit' : 'tag'}/${ref}/${path}#L${line}`,
}

/** First label of the host, as most installations are called. */
const HOSTS: Readonly<Record<string, Forge>> = {
  github: 'github',
  gitlab: 'gitlab',
  gitea: 'gitea',
  forgejo: 'gitea',
  codeberg: 'gitea',
}

/** Abbreviated to seven digits at least, as git does. */
const isCommit = (ref: string): boolean => /^[0-9a-f]{7,40}$/.test(ref)

/** The address of a line; undefined where nothing tells which software serves the repository, or the path leads upwards. */
export function lineUrl(
  { url, forge, template }: Pick<Repository, 'url' | 'forge' | 'template'>,
  { ref, path, line }: SourceLine,
): string | undefined {
  // Names come from profiles: nothing in them may change the address around them.
  if (UPWARDS.test(`${ref}/${path}`)) return undefined
  const encoded = { ref: segments(ref), path: segments(path), line }
  if (template !== undefined)
    return template
      .replaceAll('{ref}', () => encoded.ref)
      .replaceAll('{path}', () => encoded.path)
      .replaceAll('{line}', String(line))
  const served = forge ?? HOSTS[new URL(url).hostname.split('.', 1)[0] as string]
  return served && `${url.replace(/(?:\.git)?\/?$/, '')}${FORMS[served](encoded)}`
}

/** Browsers resolve such elements before they ask. */
const UPWARDS = /(?:^|\/)\.{0,2}(?:\/|$)/

const segments = (text: string): string => text.toWellFormed().split('/').map(encodeURIComponent).join('/')
