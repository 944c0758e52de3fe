import { type Command, UsageError } from '../command.ts'
import type { QueueName } from '../stack.ts'

const QUEUES: readonly QueueName[] = ['index', 'judge']

export const redrive: Command = {
  name: 'redrive',
  summary: 'Move the messages of a dead-letter queue of a deployed stack back to its queue.',
  usage: 'tidemark redrive --stack NAME --queue index|judge',
  options: {
    stack: {
      type: 'string',
      help: 'name of the CloudFormation stack; region and credentials as for any AWS tool',
    },
    queue: {
      type: 'string',
      help: 'index: objects that could not be indexed; judge: services that could not be judged',
    },
  },
  examples: ['tidemark redrive --stack tidemark-prod --queue index'],
  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) throw new UsageError(`redrive takes no operand, got ${positionals.join(' ')}`)
    const { stack } = values
    const queue = QUEUES.find((name) => name === values.queue)
    if (typeof stack !== 'string' || stack === '') throw new UsageError('--stack is missing')
    if (queue === undefined) throw new UsageError(`--queue must be one of ${QUEUES.join(', ')}`)
    // The SDK takes half a second to load: help and the other commands go without it.
    const { openStack } = await import('../stack.ts')
    const letters = (await openStack(stack, terminal.now)).deadLetters(queue)
    const { moved, refused } = await letters.redrive((so) => terminal.progress.show(so, so, 'messages'))
    terminal.progress.clear()
    terminal.out(`${moved} messages are in the queue ${queue} again`)
    if (refused > 0) terminal.note(`${refused} were refused and stay among the dead letters`)
    return refused > 0 ? 1 : 0
  },
}
