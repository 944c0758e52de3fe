import type { Cause } from '#shared/cause/cause.ts'
import { isWithin } from '#shared/cause/holds.ts'
import type { Checked } from './check.ts'
import { descriptionsOf } from './description.ts'
import { modulePath } from './version.ts'

type Hold = NonNullable<Cause['holds']>[number]

/** A version of a module. */
interface Version {
  readonly root: string
  readonly version: string
}

const isOf = ({ root, version }: Version, module: string): boolean => modulePath(root, version) === module

/** `google.golang.org/grpc from v1.17.0 until v1.56.0`. */
export const holdText = ({ module, from, until }: Hold): string =>
  [module, from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ')

/**
 * What an entry says of versions and is not so: a version of that range has a function of the entry, each that was
 * read, since a leak shows by nothing else.
 *
 * @param unread versions that could not be had
 */
export function wrongHolds(
  cause: Cause,
  checked: readonly Checked[],
  read: readonly Version[],
  unread: readonly Version[],
): string[] {
  return descriptionsOf(cause).flatMap(({ match, holds = [] }) => {
    const names = new Set(match.flatMap(({ top = [], any = [] }) => [...top, ...any]))
    const found = new Set(checked.filter(({ name }) => names.has(name)).flatMap(({ found }) => found))
    return holds.flatMap((hold) =>
      wrongOf(
        hold,
        read.filter((one) => isOf(one, hold.module)),
        unread.some((one) => isOf(one, hold.module)),
        (name) => found.has(name),
      ).map((why) => `cause ${cause.id} holds for ${holdText(hold)}, ${why}`),
    )
  })
}

function wrongOf(
  hold: Hold,
  read: readonly Version[],
  isUnread: boolean,
  has: (name: string) => boolean,
): string[] {
  if (read.length === 0) return isUnread ? [] : ['of which modules.ts has no version']
  return read
    .filter(({ root, version }) => isWithin(hold, version) && !has(`${root}@${version}`))
    .map(({ version }) => `and ${version} has none of its functions`)
}
