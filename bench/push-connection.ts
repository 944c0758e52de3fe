import { once } from 'node:events'
import { connect } from 'node:net'

/** One connection that is kept open; one request at a time. */
export interface PushConnection {
  /** @returns the status of the answer */
  post(path: string, body: Uint8Array): Promise<number>
  close(): void
}

const HEAD_END = '\r\n\r\n'

/**
 * The least that a client can do, because it runs on the processors of the server: `node:http` takes as long for a small
 * push as the server does for all of it.
 */
export async function openConnection(url: string, token: string): Promise<PushConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  let answer = ''
  let waiting: PromiseWithResolvers<number> | undefined
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    answer += text
    const end = answer.indexOf(HEAD_END)
    const length = /^content-length: *(\d+)/im.exec(answer)?.[1]
    if (end < 0 || answer.length < end + HEAD_END.length + Number(length ?? 0)) return
    const status = Number(answer.slice(9, 12))
    answer = ''
    if (length === undefined) waiting?.reject(new Error('the answer does not say its length'))
    else waiting?.resolve(status)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')))
  return {
    post: (path, body) => {
      waiting = Promise.withResolvers()
      socket.cork()
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.byteLength}${HEAD_END}`,
      )
      socket.write(body)
      socket.uncork()
      return waiting.promise
    },
    close: () => {
      waiting = undefined
      socket.destroy()
    },
  }
}
