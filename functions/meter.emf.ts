import { profilesOf } from '#shared/ingest/meter.ts'
import type { Meter } from './meter.ts'
import { requestInHand } from './request-id.ts'

/** The namespace of all metrics; alarms, dashboard and docs name it. */
export const NAMESPACE = 'Tidemark'

/** Every metric that is emitted → its unit in CloudWatch and the dimension that it has beside `FunctionName`. */
export const METRICS = {
  Profiles: { unit: 'Count', by: 'Outcome' },
  ProfileBytes: { unit: 'Bytes' },
  NewSignatures: { unit: 'Count' },
  JudgeDuration: { unit: 'Milliseconds' },
  UnjudgedAge: { unit: 'Seconds' },
  FindingsProven: { unit: 'Count' },
  FindingsProbable: { unit: 'Count' },
  FindingsSuspect: { unit: 'Count' },
  FindingsWatch: { unit: 'Count' },
  TokensTrusted: { unit: 'Count' },
  NoticesSent: { unit: 'Count' },
  NoticesFailed: { unit: 'Count' },
  StoredAgainstYesterday: { unit: 'Percent' },
} as const satisfies Record<string, { readonly unit: string; readonly by?: string }>

export type MetricName = keyof typeof METRICS
type Values = Partial<Record<MetricName, number>>

export interface EmfOptions {
  /** Tells the functions of all stages of an account apart. */
  readonly functionName: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Takes one line. CloudWatch finds metrics only in lines with nothing before the JSON: no `console` of Lambda's. */
  readonly write: (line: string) => void
}

/** What a line says beside its metrics, to be searched for. */
type Facts = Readonly<Record<string, string | Readonly<Record<string, number>> | undefined>>

/**
 * Emits a line of the embedded metric format.
 *
 * Source: "Embedded metric format specification", Amazon CloudWatch User Guide.
 */
function emfLines({ functionName, now, write }: EmfOptions) {
  return (values: Values, facts: Facts = {}): void => {
    const Timestamp = now()
    const CloudWatchMetrics = directivesOf(Object.keys(values) as MetricName[])
    const line = { _aws: { Timestamp, CloudWatchMetrics }, FunctionName: functionName, ...facts, ...values }
    write(JSON.stringify({ ...line, requestId: requestInHand() }))
  }
}

/** `emfLines` of a function in AWS. */
export const emfEmitter = (functionName = 'tidemark') =>
  emfLines({ functionName, now: () => Date.now(), write: toStdout })

/** Counts as `meter` does, and tells CloudWatch: a line for each push, for each outcome of a batch, and for each run. */
export function emfMeter(meter: Meter, options: EmfOptions): Meter {
  const emit = emfLines(options)
  return {
    counts: meter.counts,
    ingested: (what) => {
      meter.ingested(what)
      const { tenant, services, outcome, bytes, newSignatures } = what
      const [service, ...others] = Object.keys(services)
      emit(
        { Profiles: profilesOf(what), ProfileBytes: bytes, NewSignatures: newSignatures },
        others.length === 0 ? { tenant, service, Outcome: outcome } : { tenant, services, Outcome: outcome },
      )
    },
    trusted: ({ tenant }) => emit({ TokensTrusted: 1 }, { tenant }),
    told: ({ tenant, service, sent, failed }) =>
      emit({ NoticesSent: sent, NoticesFailed: failed }, { tenant, service }),
    judged: (what) => {
      meter.judged(what)
      const { tenant, service, milliseconds, unjudgedFor, findings } = what
      emit(
        {
          JudgeDuration: milliseconds,
          UnjudgedAge: unjudgedFor / 1000,
          FindingsProven: findings.proven,
          FindingsProbable: findings.probable,
          FindingsSuspect: findings.suspect,
          FindingsWatch: findings.watch,
        },
        { tenant, service },
      )
    },
  }
}

/** What a function is handed, its meter telling CloudWatch of this function. */
export const metered = <Deps extends { readonly meter: Meter; readonly now: () => number }>(
  deps: Deps,
  functionName = 'tidemark',
): Deps => ({ ...deps, meter: emfMeter(deps.meter, { functionName, now: deps.now, write: toStdout }) })

const toStdout = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** One directive a set of dimensions. */
const directivesOf = (names: readonly MetricName[]) =>
  [...Map.groupBy(names, dimensionOf)].map(([by, group]) => ({
    Namespace: NAMESPACE,
    Dimensions: [by === undefined ? ['FunctionName'] : ['FunctionName', by]],
    Metrics: group.map((Name) => ({ Name, Unit: METRICS[Name].unit })),
  }))

function dimensionOf(name: MetricName): string | undefined {
  const metric = METRICS[name]
  return 'by' in metric ? metric.by : undefined
}
