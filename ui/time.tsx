import { absolute, brief, relative } from './format.ts'

/** A time as a reader thinks of it, the exact one on hover. @param at RFC 3339 */
export function Time({ at }: { readonly at: string }) {
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={absolute(instant)}>
      {relative(instant, Date.now())}
    </time>
  )
}

/** How long ago, for a column. @param at RFC 3339 */
export function Brief({ at }: { readonly at: string }) {
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={absolute(instant)}>
      {brief(Date.now() - instant)}
    </time>
  )
}
