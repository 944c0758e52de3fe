import type { ComponentChildren } from 'preact'
import { count, duration } from '../format.ts'
import { Name } from '../name.tsx'
import { Time } from '../time.tsx'
import type { Total } from './total-lines.ts'

/** Rows that are shown at once; the others fold. */
const FEW = 5

/** How much of the time is known, which releases ran, and what was restarted. */
export function Coverage({ total: { gaps, restarts, versions, points } }: { readonly total: Total }) {
  return (
    <div class="columns">
      <section>
        <h2>Releases</h2>
        <Few items={versions}>
          {({ version, firstSeen, lastSeen, processes }) => (
            <>
              {version === null ? (
                <span class="quiet">no version said</span>
              ) : (
                <Name longest={60}>{version}</Name>
              )}{' '}
              <small class="quiet">
                first <Time at={firstSeen} />, last <Time at={lastSeen} />, {count(processes)}{' '}
                {processes === 1 ? 'instance' : 'instances'}
              </small>
            </>
          )}
        </Few>
      </section>
      <section>
        <h2>Coverage</h2>
        {gaps.count === 0 ? (
          <p>
            {points.length === 0
              ? 'Nothing was heard of it in this time.'
              : 'No gap: it was never silent for an hour longer than usual.'}
          </p>
        ) : (
          <>
            <p>
              {count(gaps.count)} {gaps.count === 1 ? 'gap' : 'gaps'} of an hour or more, without a profile of
              any process:
            </p>
            <Few items={gaps.newest}>
              {({ from, to }) => (
                <>
                  {duration(Date.parse(to) - Date.parse(from))}{' '}
                  <small class="quiet">
                    until <Time at={to} />
                  </small>
                </>
              )}
            </Few>
          </>
        )}
        <h3>Restarts</h3>
        {restarts.count === 0 ? (
          <p>None that is known of.</p>
        ) : (
          <Few items={restarts.newest}>
            {({ at, instance, version }) => (
              <>
                <Name longest={60}>{instance}</Name>{' '}
                <small class="quiet">
                  <Time at={at} />
                  {version !== null && (
                    <>
                      {' as '}
                      <Name longest={60}>{version}</Name>
                    </>
                  )}
                </small>
              </>
            )}
          </Few>
        )}
      </section>
    </div>
  )
}

/** The first few, and the others behind a line that says how many. */
function Few<Item>({
  items,
  children,
}: {
  readonly items: readonly Item[]
  readonly children: (item: Item) => ComponentChildren
}) {
  const line = (item: Item, i: number) => <li key={i}>{children(item)}</li>
  return (
    <>
      <ul class="few">{items.slice(0, FEW).map(line)}</ul>
      {items.length > FEW && (
        <details>
          <summary>{count(items.length - FEW)} older</summary>
          <ul class="few">{items.slice(FEW).map(line)}</ul>
        </details>
      )}
    </>
  )
}
