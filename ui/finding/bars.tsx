import { count } from '../format.ts'
import { Name } from '../name.tsx'

/** Counts by name, each with a bar; the table is its own alternative. */
export function Bars({
  label,
  rows,
}: {
  readonly label: string
  readonly rows: readonly { readonly name: string; readonly count: number }[]
}) {
  const most = Math.max(1, ...rows.map((row) => row.count))
  return (
    <table class="bars">
      <caption class="hidden">{label}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">
              <Name longest={80}>{row.name}</Name>
            </th>
            <td class="number">{count(row.count)}</td>
            <td class="bar">
              <meter min={0} max={most} value={row.count} aria-hidden="true" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
