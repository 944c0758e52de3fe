import { useMemo, useRef } from 'preact/hooks'
import { useKeys } from './keyboard.ts'

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'search'],
  ['j  k', 'next and previous finding'],
  ['enter', 'open'],
  ['f', 'filter the findings'],
  ['x', 'pick a finding for what is done with several'],
  ['e', 'resolve'],
  ['a', 'archive'],
  ['c', 'comment'],
  ['t', 'table behind the chart'],
  ['g i', 'inbox'],
  ['?', 'this help'],
]

/** `?`: every key. */
export function KeyHelp() {
  const dialog = useRef<HTMLDialogElement>(null)
  const open = () => dialog.current?.showModal()
  useKeys(useMemo(() => ({ '?': open }), []))
  return (
    <>
      <button type="button" class="plain" onClick={open} aria-label="Keys" title="Keys: ?">
        ?
      </button>
      <dialog ref={dialog} aria-label="Keys">
        <table>
          <tbody>
            {KEYS.map(([key, what]) => (
              <tr key={key}>
                <th scope="row">
                  <kbd>{key}</kbd>
                </th>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  )
}
