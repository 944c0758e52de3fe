import { once } from 'node:events'
import { resolve } from 'node:path'
import { tokenPath } from '#infra/local/first-token.ts'
import { startLocal } from '#infra/local/main.ts'
import { type Command, Failure, UsageError } from '../command.ts'
import { DEFAULT_DATA, DEFAULT_PORT } from '../server.ts'

export const serve: Command = {
  name: 'serve',
  summary: 'Run all of Tidemark in one process, its data in one folder.',
  usage: 'tidemark serve [--data DIR] [--port N]',
  options: {
    data: { type: 'string', help: `folder for everything that is kept (default: ${DEFAULT_DATA})` },
    port: { type: 'string', help: `port on 127.0.0.1; 0 takes any free one (default: ${DEFAULT_PORT})` },
  },
  examples: ['tidemark serve', 'tidemark serve --data /var/lib/tidemark --port 4180'],
  async run({ values, positionals }, { out, note }) {
    if (positionals.length > 0) throw new UsageError(`serve takes no operand, got ${positionals.join(' ')}`)
    const directory = resolve(String(values.data ?? DEFAULT_DATA))
    const port = portOf(String(values.port ?? DEFAULT_PORT))
    const stack = await startLocal({ directory, port }).catch((error: unknown) => {
      throw startFailure(error, directory, port)
    })
    out(`tidemark listening on ${stack.url}`)
    note(`data in ${directory}, admin token in ${tokenPath(directory)}; Ctrl-C stops`)
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await stack.close()
    return 0
  },
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`--port must be a number from 0 to 65535, got ${text}`)
  return port
}

/** What stops a start most often, in words that say what to do. */
function startFailure(error: unknown, directory: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE')
    return new Failure(`port ${port} is taken: stop what listens there or choose another with --port`)
  if (code === 'EACCES') return new Failure(`${directory} or port ${port} is not allowed to this user`)
  if (String(error).includes('LOCK'))
    return new Failure(
      `${directory} is in use by another tidemark: stop it or name another folder with --data`,
    )
  return error
}
