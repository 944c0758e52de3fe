import { type Command, Failure, UsageError } from '../command.ts'
import { addressOf } from '../server.ts'

/** Milliseconds: orchestrators give a check five seconds or more. */
const PATIENCE = 4_000

export const health: Command = {
  name: 'health',
  summary: 'Say whether a server is well, for the health checks of containers.',
  usage: 'tidemark health [--ready] [--url URL]',
  options: {
    ready: {
      type: 'boolean',
      help: 'ask whether it can serve (/readyz), not only whether it runs (/healthz)',
    },
    url: { type: 'string', help: 'address of Tidemark (default: $TIDEMARK_URL, or http://127.0.0.1:4180)' },
  },
  examples: ['tidemark health', 'tidemark health --ready --url http://127.0.0.1:4180'],
  async run({ values, positionals }, { env, out }) {
    if (positionals.length > 0) throw new UsageError(`health takes no operand, got ${positionals.join(' ')}`)
    const url = addressOf(values.url, env)
    const path = values.ready === true ? '/readyz' : '/healthz'
    const response = await fetch(url + path, { signal: AbortSignal.timeout(PATIENCE) }).catch(
      (error: Error) => {
        throw new Failure(`${url} cannot be reached: ${causeOf(error)}`)
      },
    )
    if (!response.ok) throw new Failure(`${url}${path} answered ${response.status}`)
    out('ok')
    return 0
  },
}

const causeOf = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message : message)
