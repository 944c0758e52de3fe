import type { Cause } from '#shared/cause/cause.ts'
import type { Checked } from './check.ts'
import { compareVersions, modulePath } from './version.ts'

type Hold = NonNullable<Cause['holds']>[number]

/** A version that names were looked for in. */
interface Read {
  readonly root: string
  readonly version: string
}

const isWithin = (version: string, { from, until }: Hold): boolean =>
  (from === undefined || compareVersions(version, from) >= 0) &&
  (until === undefined || compareVersions(version, until) < 0)

const isOf = ({ root, version }: Read, module: string): boolean => modulePath(root, version) === module

/** `google.golang.org/grpc from v1.17.0 until v1.56.0`. */
export const holdText = ({ module, from, until }: Hold): string =>
  [module, from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ')

/**
 * What an entry says of versions and is not so: a version of that range has a function of the entry, each that was
 * read, since a leak shows by nothing else.
 */
export function wrongHolds(
  { id, holds = [], match }: Cause,
  checked: readonly Checked[],
  read: readonly Read[],
): string[] {
  const names = new Set(match.flatMap(({ top = [], any = [] }) => [...top, ...any]))
  const found = new Set(checked.filter(({ name }) => names.has(name)).flatMap(({ found }) => found))
  return holds.flatMap((hold) => {
    const own = read.filter((one) => isOf(one, hold.module))
    if (own.length === 0) return [`cause ${id} holds for ${hold.module}, of which no version was read`]
    return own
      .filter(({ root, version }) => isWithin(version, hold) && !found.has(`${root}@${version}`))
      .map(
        ({ version }) => `cause ${id} holds for ${holdText(hold)}, and ${version} has none of its functions`,
      )
  })
}
