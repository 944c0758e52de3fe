import { HOUR } from '#shared/time.ts'
import { NOW, type TestApi } from './api.ts'
import { dump } from './pprof.ts'

/** Waits that a leak of `leakingService` adds to, and what stands still beside them. */
export const LEAKING = 'runtime.gopark < runtime.chanrecv < runtime.chanrecv1 < main.recv < main.leak'
export const STEADY = 'runtime.gopark < runtime.selectgo < main.loop < main.main'

/** Lets a service leak at an even pace for two days up to `NOW`, a profile an hour by its own clock, and judges it. */
export const leakingService = (api: TestApi, service: string, perHour: number, as?: string): Promise<void> =>
  growingService(api, service, (hour) => Math.floor(perHour * hour), as)

/** The same of what grew otherwise. @param leakedBy goroutines that had come by an hour, 1 to 48 */
export async function growingService(
  api: TestApi,
  service: string,
  leakedBy: (hour: number) => number,
  as?: string,
): Promise<void> {
  const start = new Date(NOW - 48 * HOUR).toISOString()
  for (let hour = 1; hour <= 48; hour++) {
    api.clock.now = NOW - (48 - hour) * HOUR
    const body = dump({ [LEAKING]: 5 + leakedBy(hour), [STEADY]: 4 })
    await api.push(body, { service, start, version: 'v1.4.2' }, as)
  }
  const judged = await api.send(`/v1/judge?service=${service}&wait=true`, {
    method: 'POST',
    ...(as === undefined ? {} : { as }),
  })
  if (judged.status !== 200) throw new Error(`the judge answered ${await judged.text()}`)
}
