import { MINUTE } from '#shared/time.ts'
import { count, duration } from '../format.ts'
import { Name, plain } from '../name.tsx'
import { Scroll } from '../scroll.tsx'
import { Time } from '../time.tsx'
import { Bars } from './bars.tsx'
import type { EvidenceAnswer, Verdict } from './finding-answer.ts'

/** What dumps and socket tables tell beside the counts. */
export function Evidence({ of, verdict }: { readonly of: EvidenceAnswer; readonly verdict: Verdict }) {
  return (
    <>
      <States verdict={verdict} />
      <Waits of={of} />
      <Labels of={of.labels} />
      <Sockets of={of.sockets} />
    </>
  )
}

function States({ verdict: { members } }: { readonly verdict: Verdict }) {
  const sums = new Map<string, number>()
  for (const { states } of members)
    for (const [state, n] of Object.entries(states)) sums.set(state, (sums.get(state) ?? 0) + n)
  const rows = [...sums].map(([name, n]) => ({ name, count: n })).sort((a, b) => b.count - a.count)
  return (
    <>
      <h2>What they wait in</h2>
      {rows.length === 0 ? (
        <p class="quiet small">The newest profiles do not tell.</p>
      ) : (
        <Bars label="Wait states" rows={rows} />
      )}
    </>
  )
}

function Waits({ of: { waits, dumps } }: { readonly of: EvidenceAnswer }) {
  return (
    <>
      <h2>How long they wait</h2>
      {waits === null && dumps.length === 0 && (
        <p class="quiet small">
          Only a dump of <code>debug=2</code> tells; push one, the same way as any other profile.
        </p>
      )}
      {waits !== null && (
        <>
          <Bars
            label="Goroutines by how long they wait"
            rows={waits.bins.map((bin) => ({ name: binName(bin), count: bin.count }))}
          />
          <p class="quiet small">
            <Name longest={60}>{waits.process}</Name>, <Time at={waits.at} />
          </p>
        </>
      )}
      {dumps.length > 0 && (
        <Scroll label="Waits of each process">
          <table>
            <caption class="hidden">Waits in the newest dump of each process</caption>
            <thead>
              <tr>
                <th scope="col">process</th>
                <th scope="col" class="number">
                  youngest
                </th>
                <th scope="col" class="number">
                  median
                </th>
                <th scope="col" class="number">
                  oldest
                </th>
                <th scope="col">dump</th>
              </tr>
            </thead>
            <tbody>
              {dumps.map(({ process, at, youngest, median, oldest }) => (
                <tr key={process}>
                  <td>
                    <Name longest={60}>{process}</Name>
                  </td>
                  <td class="number">{duration(youngest * MINUTE)}</td>
                  <td class="number">{duration(median * MINUTE)}</td>
                  <td class="number">{duration(oldest * MINUTE)}</td>
                  <td>
                    <Time at={at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  )
}

const binName = ({ from, to }: { readonly from: number; readonly to?: number | undefined }): string =>
  to === undefined
    ? `${duration(from * MINUTE)} and more`
    : from === 0
      ? 'under a minute'
      : `${duration(from * MINUTE)} to ${duration(to * MINUTE)}`

function Labels({ of: { keys, goroutines } }: { readonly of: EvidenceAnswer['labels'] }) {
  return (
    <>
      <h2>Which labels they carry</h2>
      {keys.length === 0 ? (
        <p class="quiet small">
          None in the newest profiles; <code>pprof.Do</code> sets them, and only their keys are kept.
        </p>
      ) : (
        <>
          <Bars
            label="Goroutines by label key"
            rows={keys.map(({ key, count: n }) => ({ name: key, count: n }))}
          />
          <p class="quiet small">Of {count(goroutines)} goroutines; values are not kept.</p>
        </>
      )}
    </>
  )
}

function Sockets({ of: processes }: { readonly of: EvidenceAnswer['sockets'] }) {
  return (
    <>
      <h2>Which sockets are open</h2>
      {processes.length === 0 ? (
        <p class="quiet small">
          No socket table received; <code>ss -tanp</code> to <code>POST /v1/sockets</code> tells which remote.
        </p>
      ) : (
        processes.map(({ process, at, sockets, groups }) => (
          <Scroll label={`Sockets of ${plain(process)}`} key={process}>
            <table>
              <caption class="small quiet">
                <Name longest={60}>{process}</Name>: {count(sockets)} sockets, <Time at={at} />
              </caption>
              <thead>
                <tr>
                  <th scope="col" class="number">
                    sockets
                  </th>
                  <th scope="col">side</th>
                  <th scope="col">endpoint</th>
                  <th scope="col">state</th>
                  <th scope="col">oldest</th>
                </tr>
              </thead>
              <tbody>
                {groups.map(({ side, endpoint, state, count: n, oldest }) => (
                  <tr key={`${side}${endpoint}${state}`}>
                    <td class="number">{count(n)}</td>
                    <td>{side}</td>
                    <td class="code">{endpoint}</td>
                    <td>{state}</td>
                    <td>{oldest === null ? '' : <Time at={oldest} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        ))
      )}
    </>
  )
}
