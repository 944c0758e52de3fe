import { MINUTE } from '#shared/time.ts'
import { absolute, ZONE } from '../format.ts'
import { PRESETS, type Range } from '../range.ts'
import { address, addressWith, navigate } from '../router.ts'

/** Buttons of usual ranges, and the one that is looked at with a way back. */
export function RangeBar({
  service,
  query,
  range: { from, to },
}: {
  readonly service: string
  readonly query: URLSearchParams
  readonly range: Range
}) {
  const go = (next: Range) =>
    navigate(addressWith(address.service(service), query, { ...next }), { replace: true })
  const since = (length: number): string =>
    new Date(Math.floor((Date.now() - length) / MINUTE) * MINUTE).toISOString()
  const isChosen = from !== undefined || to !== undefined
  const shown = (at: string | undefined): string =>
    at === undefined ? 'now' : absolute(Date.parse(at)).replace(` ${ZONE}`, '')
  return (
    <div class="controls range">
      {PRESETS.map(([name, length]) => (
        <button key={name} type="button" onClick={() => go({ from: since(length), to: undefined })}>
          {name}
        </button>
      ))}
      <button type="button" aria-pressed={!isChosen} onClick={() => go({ from: undefined, to: undefined })}>
        14 days
      </button>
      {isChosen ? (
        <>
          <span>
            {from === undefined ? 'until' : `${shown(from)} to`} {shown(to)} {ZONE}
          </span>
          <button type="button" onClick={() => go({ from: undefined, to: undefined })}>
            Reset
          </button>
        </>
      ) : (
        <span class="quiet">Drag over the chart to look closer.</span>
      )}
    </div>
  )
}
