import type { Cause } from '#shared/cause/cause.ts'
import type { Checked } from './check.ts'
import { descriptionsOf } from './description.ts'
import { holdText } from './holds.ts'

/** The releases that have a name, oldest first, as `std go1.21.13 go1.24.13, golang.org/x/net v0.17.0`. */
const foundText = (found: readonly string[]): string =>
  [...Map.groupBy(found, (one) => one.slice(0, one.lastIndexOf('@')))]
    .map(([root, all]) =>
      [root, ...all.map((one) => one.slice(one.lastIndexOf('@') + 1)).reverse()].join(' '),
    )
    .join(', ')

const lineOf = ({ name, found }: Checked): string => `  ${name}  ${foundText(found) || 'NOWHERE'}`

/** Each entry of the catalogue with the versions it holds for, its names and where they are; then all other names. */
export function report(catalogue: readonly Cause[], checked: readonly Checked[]): string[] {
  const entries = [...catalogue].sort((a, b) => Number(a.id) - Number(b.id))
  const named = entries.flatMap((cause) => {
    const { id, title } = cause
    const holds = descriptionsOf(cause).flatMap(({ holds = [] }) => holds)
    const own = checked.filter(({ by }) => by.includes(`cause ${id}`))
    return own.length === 0
      ? []
      : [
          `${id}. ${title}`,
          ...(holds.length === 0 ? [] : [`  holds for ${holds.map(holdText).join(', ')}`]),
          ...own.map(lineOf),
        ]
  })
  const rest = checked
    .filter(({ by }) => !by.some((one) => one.startsWith('cause ')))
    .map((one) => `${lineOf(one)}  [${one.by.join(', ')}]`)
  return [...named, 'Named elsewhere', ...rest]
}
