import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type CallerOptions, trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'
import type { TrackerAnswer } from '#shared/delivery/tracker/tracker.ts'

let close: () => Promise<void> = async () => undefined
afterEach(() => close())

/** Asks a server of this machine under a name. */
async function ask(answer: RequestListener, options: Partial<CallerOptions> = {}): Promise<TrackerAnswer> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  const call = trackerCaller({ reach: 'private too', resolve: async () => ['127.0.0.1'], ...options })
  return call({ method: 'GET', url: `http://tracker.example.test:${port}/x`, headers: { a: 'b' } })
}

test('an answer is its status, its headers and what its JSON says', async () => {
  const answer = await ask((request, response) =>
    response.writeHead(201, { 'X-Next-Page': '2' }).end(JSON.stringify({ a: request.headers.a })),
  )
  expect(answer).toMatchObject({ status: 201, headers: { 'x-next-page': '2' }, json: { a: 'b' } })
})

test('a redirect is an answer, and is not followed', async () => {
  let asked = 0
  const answer = await ask((_, response) => {
    asked++
    response.writeHead(301, { location: 'http://169.254.169.254/' }).end()
  })
  expect([answer.status, asked]).toEqual([301, 1])
})

test('what is no JSON is an answer without one', async () => {
  expect(await ask((_, response) => response.end('<html>'))).toMatchObject({ status: 200, json: undefined })
})

test('one that hangs, and one that hangs in the middle, took too long', async () => {
  await expect(ask(() => undefined, { within: 50 })).rejects.toThrow('It took too long.')
  await close()
  await expect(ask((_, response) => response.write('{'), { within: 50 })).rejects.toThrow('It took too long.')
})

test('an answer without an end is refused by its bytes', async () => {
  const part = Buffer.alloc(1024 * 1024, ' ')
  const pour: RequestListener = (_, response) => {
    const more = (): boolean => response.write(part, () => more())
    more()
  }
  await expect(ask(pour)).rejects.toThrow('It answered more than 8388608 bytes.')
})

test('a name that leads inward is refused before anything is sent', async () => {
  let asked = 0
  const listener: RequestListener = (_, response) => {
    asked++
    response.end()
  }
  await expect(ask(listener, { reach: 'public' })).rejects.toThrow(/only https: will do|begins with http:/)
  await close()
  const call = trackerCaller({ reach: 'public', resolve: async () => ['93.184.216.34', '10.0.0.1'] })
  const inward = call({ method: 'GET', url: 'https://tracker.example.test/', headers: {} })
  await expect(inward).rejects.toThrow('is not in the public Internet')
  expect(asked).toBe(0)
})
