import { type Fault, faultyAws } from '#test/support/faulty-aws.ts'
import { durableQueue, type Machine } from './machine.ts'

/** The shipped adapters and the retries of the SDK. @param fault what befalls a try of a request on its way */
export async function awsMachine(now: () => number, fault: () => Fault): Promise<Machine> {
  const aws = await faultyAws(now)
  aws.fail(fault)
  return {
    rows: aws.rows,
    profiles: aws.deps.profiles,
    queue: durableQueue(),
    isLocal: false,
    crash: () => undefined,
    setFull: () => undefined,
    close: aws.close,
  }
}
