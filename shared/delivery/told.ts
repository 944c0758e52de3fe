import type { Notice } from '#shared/notice/notice.ts'
import type { ToldKey, ToldLedger } from '#shared/store/told-ledger.ts'
import { MINUTE } from '#shared/time.ts'

/** How many messages went out, and why others did not. */
export interface Told {
  readonly sent: number
  readonly failures: readonly string[]
}

/** One receiver and one service: what it has been told, and what it is told now. */
export interface Hearing {
  readonly tenant: string
  readonly service: string
  /** Id of the webhook, or the name of another way to tell. */
  readonly target: string
  /** Keys `<notice>#<target>` of all that has been told of the service. */
  readonly told: ReadonlySet<string>
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Longer than all tries of one message. */
export const TAKEN_FOR = 2 * MINUTE
/** A run of the judge later. */
export const AGAIN_AFTER = 5 * MINUTE

export const toldKey = ({ tenant, service, target }: Hearing, notice: string): ToldKey => ({
  tenant,
  service,
  notice,
  target,
})

/** Takes what has not been told and no other run is about. @param most of them; a later run takes the others */
export async function takeDue(
  ledger: ToldLedger,
  hearing: Hearing,
  due: readonly Notice[],
  most = due.length,
): Promise<Notice[]> {
  const { told, target, now } = hearing
  const taken: Notice[] = []
  for (const notice of due) {
    if (taken.length === most) break
    if (told.has(`${notice.id}#${target}`)) continue
    if (await ledger.take(toldKey(hearing, notice.id), now + TAKEN_FOR, now)) taken.push(notice)
  }
  return taken
}

/** Notes how it went: what failed may be tried again after some minutes. */
export async function settle(
  ledger: ToldLedger,
  hearing: Hearing,
  notices: readonly Pick<Notice, 'id'>[],
  failure: string | undefined,
): Promise<void> {
  const { now } = hearing
  for (const { id } of notices)
    await (failure === undefined
      ? ledger.done(toldKey(hearing, id), now)
      : ledger.failed(toldKey(hearing, id), now + AGAIN_AFTER))
}

/** One after the other, so that receivers see the order in which things happened; the first failure ends it. */
export async function sendAll<Item>(
  items: readonly Item[],
  send: (item: Item) => Promise<string | undefined>,
): Promise<Told> {
  for (const [sent, item] of items.entries()) {
    const failure = await send(item)
    if (failure !== undefined) return { sent, failures: [failure] }
  }
  return { sent: items.length, failures: [] }
}

export const summed = (parts: readonly Told[]): Told => ({
  sent: parts.reduce((sum, { sent }) => sum + sent, 0),
  failures: parts.flatMap(({ failures }) => failures),
})
