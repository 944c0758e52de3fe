import { HOUR } from '#shared/time.ts'
import { useAnswer } from '../answer.ts'
import { Copied } from '../copied.tsx'
import { count } from '../format.ts'
import { Shown, Title } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Coverage } from '../service/coverage.tsx'
import { OpenFindings } from '../service/open-findings.tsx'
import { pprofCommand } from '../service/pprof-command.ts'
import { Processes } from '../service/processes.tsx'
import { Quiet } from '../service/quiet.tsx'
import type { Service } from '../service/service-answer.ts'
import { Settings } from '../service/settings.tsx'
import { SignatureDetail } from '../service/signature.tsx'
import { Signatures } from '../service/signatures.tsx'
import { TotalChart } from '../service/total-chart.tsx'
import type { Total } from '../service/total-lines.ts'
import { Time } from '../time.tsx'

interface Props {
  readonly service: string
  readonly query: URLSearchParams
}

/** One service: what it holds over time, its stacks, its processes, and how well it is watched. */
export function ServiceView({ service: name, query }: Props) {
  const path = `/v1/services/${encodeURIComponent(name)}`
  const answered = useAnswer<Service>(path)
  const signature = query.get('signature')
  return (
    <>
      <Title text={name}>
        <Name>{name}</Name>
      </Title>
      <Shown of={answered}>
        {(service) => (
          <>
            <Summary service={service} />
            {service.openFindings > 0 && <OpenFindings service={name} />}
            {signature === null ? (
              <Overview service={service} query={query} path={path} onChange={answered.replace} />
            ) : (
              <SignatureDetail key={signature} service={name} id={signature} />
            )}
          </>
        )}
      </Shown>
    </>
  )
}

function Summary({
  service: { name, goroutines, reporting, lastJudged, firstSeen },
}: {
  readonly service: Service
}) {
  return (
    <p>
      {reporting === 0
        ? 'No process has sent a profile in the last hour'
        : `${count(goroutines)} goroutines in ${count(reporting)} ${reporting === 1 ? 'process' : 'processes'}`}
      ; known since <Time at={firstSeen} />,{' '}
      {lastJudged === null ? (
        'not judged yet'
      ) : (
        <>
          judged <Time at={lastJudged} />
        </>
      )}
      . <a href={address.flame(name)}>Flame graph</a> ·{' '}
      <a href={address.flame(name, { base: dayBefore() })}>what changed in a day</a>
    </p>
  )
}

function Overview({
  service,
  query,
  path,
  onChange,
}: {
  readonly service: Service
  readonly query: URLSearchParams
  readonly path: string
  readonly onChange: (changed: Service) => void
}) {
  const total = useAnswer<Total>(`${path}/total`)
  return (
    <>
      <h2>Goroutines in all</h2>
      <Shown of={total}>
        {(known) =>
          known.points.length === 0 ? (
            <p class="quiet">No profile came in within the last 14 days.</p>
          ) : (
            <TotalChart total={known} />
          )
        }
      </Shown>
      <Signatures service={service.name} query={query} />
      <Quiet service={service.name} />
      <Processes service={service.name} />
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

/** A day ago, to the hour, so that an address stays the same while it is looked at. */
const dayBefore = (): string => new Date(Math.floor(Date.now() / HOUR) * HOUR - 24 * HOUR).toISOString()
