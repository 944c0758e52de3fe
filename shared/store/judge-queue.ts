/** A service of a tenant that is to be judged. */
export interface PlannedService {
  readonly tenant: string
  readonly service: string
}

/** A service that is to be judged, or a part of one that is to be closed. */
export interface JudgeRequest extends PlannedService {
  /** When a plan asked for it, milliseconds since the epoch: what is judged since need not be judged again. */
  readonly plannedAt?: number | undefined
  /** Runs before this one that asked for the next: their time was over, or it is not to be judged together with others. */
  readonly hops?: number | undefined
  /** Of a service that is spread: this part alone is to be closed, up to the hour `to`, milliseconds since the epoch. */
  readonly part?: string | undefined
  readonly to?: number | undefined
}

/** What one message asks for. */
export interface JudgeMessage extends JudgeRequest {
  /** Services of the same plan beside the first. */
  readonly others?: readonly PlannedService[] | undefined
}

/** The port to the queue before `functions/judge-service`. Delivers at least once, in any order. */
export interface JudgeQueue {
  /** Returns only when every request is durable; after an error some may be, and sending all again does no harm. */
  send(requests: readonly JudgeRequest[]): Promise<void>
}

/** Services of a message: a run of ten small ones takes some seconds, and a large one is sent on. */
const MOST_TOGETHER = 10

/**
 * The messages of some requests: services of one plan together, what a run asks for by itself.
 *
 * A judge of before 2026-12-01 reads the first of several and leaves the others to the next plan, or their next turn.
 */
export function judgeMessages(requests: readonly JudgeRequest[]): JudgeMessage[] {
  const isPlanned = ({ plannedAt, hops }: JudgeRequest): boolean =>
    plannedAt !== undefined && hops === undefined
  const plans = Map.groupBy(requests.filter(isPlanned), ({ plannedAt }) => plannedAt)
  return [
    ...requests.filter((request) => !isPlanned(request)),
    ...[...plans.values()].flatMap(messagesOfPlan),
  ]
}

function messagesOfPlan(requests: readonly JudgeRequest[]): JudgeMessage[] {
  const messages: JudgeMessage[] = []
  for (let i = 0; i < requests.length; i += MOST_TOGETHER) {
    const [first, ...others] = requests.slice(i, i + MOST_TOGETHER) as [JudgeRequest, ...JudgeRequest[]]
    const rest = others.map(({ tenant, service }) => ({ tenant, service }))
    messages.push(rest.length === 0 ? first : { ...first, others: rest })
  }
  return messages
}
