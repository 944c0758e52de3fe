import { AsyncLocalStorage } from 'node:async_hooks'
import { hideTokens } from '#shared/access/token.ts'

const current = new AsyncLocalStorage<string>()

/**
 * Runs for a request, or for the message that one has sent: what is logged and queued meanwhile carries its id.
 *
 * @param id may be the sender's own choice
 */
export const forRequest = <Result>(id: string, run: () => Result): Result => current.run(hideTokens(id), run)

/** Id of the request that this runs for; undefined: nobody asked, such as the schedule of the local stack. */
export const requestInHand = (): string | undefined => current.getStore()
