import { type Answered, useAnswer } from '../answer.ts'
import { Copied } from '../copied.tsx'
import { Shown, Title } from '../layout.tsx'
import { Name } from '../name.tsx'
import { drawnRange, type Range, rangeIn, rangeQuery } from '../range.ts'
import { address, addressWith, navigate } from '../router.ts'
import { Coverage } from '../service/coverage.tsx'
import { dayBefore } from '../service/day-before.ts'
import { Head } from '../service/head.tsx'
import { type FindingsAnswer, findingsPath, OpenFindings } from '../service/open-findings.tsx'
import { pprofCommand } from '../service/pprof-command.ts'
import { Processes } from '../service/processes.tsx'
import { Quiet } from '../service/quiet.tsx'
import { RangeBar } from '../service/range-bar.tsx'
import type { Service } from '../service/service-answer.ts'
import { Settings } from '../service/settings.tsx'
import { SignatureDetail } from '../service/signature.tsx'
import { Signatures } from '../service/signatures.tsx'
import { TotalChart } from '../service/total-chart.tsx'
import type { Total } from '../service/total-lines.ts'

interface Props {
  readonly service: string
  readonly query: URLSearchParams
}

/** One service: who owns it, what leaks, what it holds over time, its stacks, its processes, and how well it is watched. */
export function ServiceView({ service: name, query }: Props) {
  const path = `/v1/services/${encodeURIComponent(name)}`
  const answered = useAnswer<Service>(path)
  const range = rangeIn(query)
  const findings = useAnswer<FindingsAnswer>(findingsPath(name))
  const total = useAnswer<Total>(`${path}/total${rangeQuery(range)}`)
  // What runs now is no part of the range.
  const whole = useAnswer<Total>(`${path}/total`)
  const signature = query.get('signature')
  return (
    <>
      <Title text={name}>
        <Name>{name}</Name>
      </Title>
      <Shown of={answered}>
        {(service) => (
          <>
            <Head service={service} total={whole.answer} findings={findings.answer} />
            {service.openFindings > 0 && <OpenFindings service={name} of={findings} />}
            {signature === null ? (
              <Overview
                service={service}
                query={query}
                range={range}
                total={total}
                onChange={(changed) => {
                  // A change answers the settings; who owns it now is asked for anew.
                  answered.replace({ ...service, ...changed })
                  answered.reload()
                }}
              />
            ) : (
              <SignatureDetail key={signature} service={name} id={signature} query={query} range={range} />
            )}
          </>
        )}
      </Shown>
    </>
  )
}

function Overview({
  service,
  query,
  range,
  total,
  onChange,
}: {
  readonly service: Service
  readonly query: URLSearchParams
  readonly range: Range
  readonly total: Answered<Total>
  readonly onChange: (changed: Service) => void
}) {
  const { name } = service
  const path = `/v1/services/${encodeURIComponent(name)}`
  const isChosen = range.from !== undefined || range.to !== undefined
  return (
    <>
      <h2>Goroutines in all</h2>
      <RangeBar service={name} query={query} range={range} />
      <Shown of={total}>
        {(known) =>
          known.points.length === 0 ? (
            <p class="quiet">No profile came in within {isChosen ? 'this time' : 'the last 14 days'}.</p>
          ) : (
            <TotalChart
              total={known}
              onDraw={(from, to) =>
                navigate(addressWith(address.service(name), query, { ...drawnRange(from, to) }), {
                  replace: true,
                })
              }
            />
          )
        }
      </Shown>
      <Signatures service={name} query={query} range={range} />
      <Quiet service={name} />
      <Processes service={name} />
      <Shown of={total}>{(known) => <Coverage total={known} />}</Shown>
      <Settings service={service} onChange={onChange} />
      <h2>In a terminal</h2>
      <Copied text={commands(path)} />
    </>
  )
}

function commands(path: string): string {
  const trim = 'runtime'
  return [
    '# all processes now, and what came within a day',
    pprofCommand(location.origin, path, { trim }),
    pprofCommand(location.origin, path, { trim, base: dayBefore() }),
  ].join('\n')
}
