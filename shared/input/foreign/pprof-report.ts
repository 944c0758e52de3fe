/** Knows the reports of `go tool pprof` that have no stacks, by their titles. */

const TABLE = /^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%/
const TREE = /^[ \t]*flat[ \t]+flat%[ \t]+sum%[ \t]+cum[ \t]+cum%[ \t]+calls[ \t]+calls%/
const LIST = /^ROUTINE =+ /
const DOT = /^digraph "/
const SUMMARY = /^(?:Showing nodes accounting for|Dropped \d+ nodes|Active filters:)/
const TRACES = /^-+\+-+$/
/** Titles stand in the first lines. */
const LOOKED_AT = 60

/** The report that a text is: `top`, `tree` or `peek`, `list`, `dot`; undefined where it is none of them. */
export function pprofReportOf(lines: readonly string[]): string | undefined {
  const head = lines.slice(0, LOOKED_AT)
  const has = (form: RegExp): boolean => head.some((line) => form.test(line))
  if (has(TREE)) return 'tree'
  if (has(TABLE)) return 'top'
  if (has(LIST)) return 'list'
  if (has(DOT)) return 'dot'
  return has(SUMMARY) && !has(TRACES) ? 'top' : undefined
}

/** Says what the report lacks and which command gives it. */
export const pprofReportDetail = (report: string): string =>
  `This is the report of "go tool pprof -${report}": it has no stacks. Send the profile itself, or the output of "go tool pprof -traces PROFILE".`
