/** `owner/name#123`, as GitHub writes it across repositories. */
type Reference = `${string}/${string}#${number}`

/** Addresses of issues and pull requests; GitHub forwards `/issues/N` to `/pull/N` where N is one. */
export const github = (...references: readonly Reference[]): string[] =>
  references.map((reference) => `https://github.com/${reference.replace('#', '/issues/')}`)
