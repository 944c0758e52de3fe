import { counted } from '#shared/verdict/model/words.ts'
import { type Arguments, type Command, type Terminal, UsageError } from '../command.ts'
import { dataFolder } from '../data-folder.ts'
import { DEFAULT_DATA } from '../server.ts'
import type { QueueName } from '../stack.ts'

const QUEUES: readonly QueueName[] = ['index', 'judge', 'reconcile']

export const redrive: Command = {
  name: 'redrive',
  summary: 'Try again what failed too often: locally, or in a deployed stack.',
  usage: 'tidemark redrive [--data DIR] | --stack NAME --queue index|judge|reconcile',
  options: {
    data: { type: 'string', help: `data folder of a local stack (default: ${DEFAULT_DATA})` },
    stack: {
      type: 'string',
      help: 'name of the CloudFormation stack; region and credentials as for any AWS tool',
    },
    queue: {
      type: 'string',
      help: 'index: objects that could not be indexed; judge: services that could not be judged; reconcile: days that could not be compared',
    },
  },
  examples: ['tidemark redrive', 'tidemark redrive --stack tidemark-prod --queue index'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`redrive takes no operand, got ${positionals.join(' ')}`)
    const { stack } = values
    const queue = QUEUES.find((name) => name === values.queue)
    if (stack === undefined && values.queue === undefined) return redriveLocally(values, terminal)
    if (typeof stack !== 'string' || stack === '') throw new UsageError('--stack is missing')
    if (queue === undefined) throw new UsageError(`--queue must be one of ${QUEUES.join(', ')}`)
    // The SDK takes half a second to load: help and the other commands go without it.
    const { openStack } = await import('../stack.ts')
    const letters = (await openStack(stack, terminal.now)).deadLetters(queue)
    const { moved, refused } = await letters.redrive((so) => terminal.progress.show(so, so, 'messages'))
    terminal.progress.clear()
    terminal.out(`${counted(moved, 'message')} moved back to the queue ${queue}`)
    if (refused > 0) terminal.note(`${refused} were refused and stay among the dead letters`)
    return refused > 0 ? 1 : 0
  },
}

/** Beside a server that runs: it finds them in its next round. */
async function redriveLocally(values: Arguments['values'], { out, now }: Terminal): Promise<number> {
  const { openFolder } = await import('#infra/local/open-folder.ts')
  const { queue, close } = openFolder(dataFolder(values), { now })
  try {
    for (const { key, cause } of queue.dead()) out(`${key}: ${cause ?? 'unknown'}`)
    out(
      `${counted(await queue.redrive(), 'message')} moved back to the queue; tidemark serve handles what is there in its next round`,
    )
    return 0
  } finally {
    await close()
  }
}
