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
  const served = servedBy(url, forge)
  return served && `${pageOf(url)}${FORMS[served](encoded)}`
}

const servedBy = (url: string, forge: Forge | undefined): Forge | undefined =>
  forge ?? HOSTS[new URL(url).hostname.split('.', 1)[0] as string]

const pageOf = (url: string): string => url.replace(/(?:\.git)?\/?$/, '')

/** Characters of an address that servers take (RFC 9110, 4.1: at least 8,000), with room for the path. */
const MOST_ADDRESS = 7_500

/** The form of a new issue, filled in; undefined where nothing tells which software serves the repository. */
export function newIssueUrl(
  { url, forge }: Pick<Repository, 'url' | 'forge'>,
  { title, markdown }: { readonly title: string; readonly markdown: string },
): string | undefined {
  const served = servedBy(url, forge)
  if (served === undefined) return undefined
  const [path, titled, described] = ISSUE_FORMS[served]
  const address = (body: string) =>
    `${pageOf(url)}${path}?${new URLSearchParams({ [titled]: title, [described]: body })}`
  // The form is for people to complete: of a text that is too long it has the beginning.
  let kept = markdown
  while (kept !== '' && address(kept).length > MOST_ADDRESS)
    kept = kept.slice(0, Math.floor(kept.length * 0.9))
  return address(kept.toWellFormed())
}

/** Path, and the names of title and text in the query, from the documentation of each forge. */
const ISSUE_FORMS: Readonly<Record<Forge, readonly [string, string, string]>> = {
  github: ['/issues/new', 'title', 'body'],
  gitlab: ['/-/issues/new', 'issue[title]', 'issue[description]'],
  gitea: ['/issues/new', 'title', 'body'],
}

/** Browsers resolve such elements before they ask. */
const UPWARDS = /(?:^|\/)\.{0,2}(?:\/|$)/

const segments = (text: string): string => text.toWellFormed().split('/').map(encodeURIComponent).join('/')
