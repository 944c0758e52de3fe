/** One import path, or one function or type in it, that has got another name. */
export interface Alias {
  /** The spelling of before: an import path, or a whole name. What stands below it (`/internal/pool`, `.(*T).m`) moved with it. */
  readonly was: string
  readonly is: string
  /** First version with the new spelling: of Go (`go1.24`), of the new module, or the year for those without tags. */
  readonly since: string
  /** Where it can be read: an issue, a commit, a release, a go.mod. */
  readonly source: string
}

/** A row for each old spelling of one new one. */
export const moved = (is: string, since: string, source: string, ...was: readonly string[]): Alias[] =>
  was.map((one) => ({ was: one, is, since, source }))
