import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import * as v from 'valibot'

/** What a function could not do as often as it may, kept beside its queue. */
export interface DeadLetters {
  /**
   * Puts every message back into the queue. One leaves the dead letters only when the queue holds it, so that what
   * breaks off doubles some and loses none; doing anything twice changes nothing.
   * @param onMoved hears after each batch how many have been moved
   */
  redrive(onMoved: (moved: number) => void): Promise<Redriven>
}

export interface Redriven {
  readonly moved: number
  /** Those that SQS refused; they stay where they are. */
  readonly refused: number
}

/** Most of a call (SQS API reference, ReceiveMessage). */
const BATCH = 10
/** Seconds that a message is hidden while it is moved: one that is left is seen again after them. */
const HIDDEN = 60

const Redrive = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }))

/** @param name of the queue itself: it knows where its dead letters are */
export function deadLetters(client: SQSClient, name: string): DeadLetters {
  return {
    redrive: async (onMoved) => {
      const queue = await urlOf(client, name)
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['RedrivePolicy'] }),
      )
      const { deadLetterTargetArn } = v.parse(Redrive, Attributes.RedrivePolicy)
      const dead = await urlOf(client, deadLetterTargetArn.split(':').at(-1) ?? '')
      let moved = 0
      const refused = new Set<string | undefined>()
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: dead,
            MaxNumberOfMessages: BATCH,
            VisibilityTimeout: HIDDEN,
            // Asks all servers of SQS: a short answer may be empty where messages are.
            WaitTimeSeconds: 1,
            // The request that the message is sent for.
            MessageAttributeNames: ['requestId'],
          }),
        )
        // A refused one is seen again when it is hidden no more.
        if (Messages.every(({ MessageId }) => refused.has(MessageId))) return { moved, refused: refused.size }
        const held = await move(client, dead, queue, Messages)
        for (const message of Messages)
          if (held.has(message)) moved++
          else refused.add(message.MessageId)
        onMoved(moved)
      }
    },
  }
}

/** @returns those that the queue holds now */
async function move(
  client: SQSClient,
  dead: string,
  queue: string,
  messages: readonly Message[],
): Promise<ReadonlySet<Message>> {
  const Entries = messages.map(({ Body, MessageAttributes }, i) => ({
    Id: String(i),
    MessageBody: Body,
    MessageAttributes,
  }))
  const { Successful = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }))
  const taken = new Set(Successful.map(({ Id }) => Id))
  const held = messages.filter((_, i) => taken.has(String(i)))
  const done = held.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }))
  if (done.length > 0) await client.send(new DeleteMessageBatchCommand({ QueueUrl: dead, Entries: done }))
  return new Set(held)
}

async function urlOf(client: SQSClient, name: string): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }))
  if (QueueUrl === undefined) throw new Error(`SQS told no address of the queue ${name}`)
  return QueueUrl
}
