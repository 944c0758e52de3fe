import { expect, test } from 'vitest'
import { isBlockedPort } from '#cli/blocked-port.ts'

/** Beyond the highest port of the list, 10080, with room for new ones. */
const LAST = 11_000

/** Whether `fetch` gets as far as to connect. */
async function isTried(port: number): Promise<boolean> {
  let tried = false
  const dispatch = (): never => {
    tried = true
    throw new Error('no connection is made')
  }
  // The types of Node want a whole dispatcher.
  const init: object = { dispatcher: { dispatch } }
  await fetch(`http://127.0.0.1:${port}/`, init).catch(() => {})
  return tried
}

test('the ports that are refused are those that fetch refuses', async () => {
  const ports = Array.from({ length: LAST }, (_, port) => port)
  const refused: number[] = []
  for (const port of ports) if (!(await isTried(port))) refused.push(port)
  expect(ports.filter(isBlockedPort)).toEqual(refused)
  expect(refused).toContain(4190)
})
