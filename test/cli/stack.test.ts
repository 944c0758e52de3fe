import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import { Failure, UsageError } from '#cli/command.ts'
import { openStack } from '#cli/stack.ts'
import { makeToken } from '#cli/stack-token.ts'
import { allows } from '#shared/access/grant.ts'
import { tokenHash, tokenId } from '#shared/access/token.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import { tokenStore } from '#shared/store/token-store.ts'
import { tidemark } from '#test/support/cli.ts'
import { stubbedQueues } from '#test/support/sqs-queues.ts'

const NOW = Date.parse('2026-09-07T08:30:00Z')
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const OUTPUTS = {
  TableName: 'tidemark-1',
  IndexQueueName: 'index',
  JudgeQueueName: 'judge',
  ApiUrl: 'https://x',
}

/** CloudFormation, which knows one stack; DynamoDB, which takes all and remembers it. */
function aws(outputs: Readonly<Record<string, string>> = OUTPUTS) {
  const members = Object.entries(outputs)
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')
  const known = `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>tidemark-prod</StackName><CreationTime>2026-09-07T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
  const unknown =
    '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id other does not exist</Message></Error></ErrorResponse>'
  const puts: { table: string; pk: string }[] = []
  const describe = async ({ body }: { body: Uint8Array | string }) => {
    const isKnown = Buffer.from(body as Uint8Array)
      .toString()
      .includes('StackName=tidemark-prod')
    const headers = { 'content-type': 'text/xml' }
    return {
      response: { statusCode: isKnown ? 200 : 400, headers, body: Buffer.from(isKnown ? known : unknown) },
    }
  }
  const put = async ({ body }: { body: Uint8Array }) => {
    const { TableName, Item } = JSON.parse(Buffer.from(body).toString())
    puts.push({ table: TableName, pk: Item.pk.S })
    const headers = { 'content-type': 'application/x-amz-json-1.0' }
    return { response: { statusCode: 200, headers, body: Buffer.from('{}') } }
  }
  const settings = { region: 'us-east-1', credentials, maxAttempts: 1 }
  const sqs = stubbedQueues({ judge: 'judge-dead', 'judge-dead': undefined })
  return {
    puts,
    sqs,
    clients: {
      cloudFormation: new CloudFormationClient({
        ...settings,
        requestHandler: { handle: describe } as never,
      }),
      dynamo: new DynamoDBClient({ ...settings, requestHandler: { handle: put } as never }),
      sqs: sqs.client,
    },
  }
}

describe('a deployed stack', () => {
  test('takes a token into its own table, under its hash and in the list of its tenant', async () => {
    const { clients, puts } = aws()
    const { tokens } = await openStack('tidemark-prod', () => NOW, clients)
    const { token } = await makeToken(tokens, 'acme', { name: 'first', scopes: ['admin'] }, NOW)
    expect(token).toMatch(/^tdm_acme_[0-9A-Za-z]{43}$/)
    expect(new Set(puts.map(({ table }) => table))).toEqual(new Set(['tidemark-1']))
    expect(puts.slice(-2).map(({ pk }) => pk)).toEqual(['acme', `token#${tokenHash(token)}`])
    expect(JSON.stringify(puts)).not.toContain(token)
  })

  test('knows the dead letters of its queues', async () => {
    const { clients, sqs } = aws()
    sqs.put('judge-dead', 'one', 'two')
    const stack = await openStack('tidemark-prod', () => NOW, clients)
    expect(await stack.deadLetters('judge').redrive(() => undefined)).toEqual({ moved: 2, refused: 0 })
    expect(sqs.bodies('judge')).toEqual(['one', 'two'])
  })

  test.each([
    [
      'that there is not',
      'other',
      OUTPUTS,
      'the stack other cannot be read: Stack with id other does not exist',
    ],
    [
      'of something else',
      'tidemark-prod',
      { WebsiteUrl: 'https://x' },
      'is no Tidemark, or not deployed to its end',
    ],
  ])('%s is a failure in one sentence', async (_, name, outputs, why) => {
    const opened = openStack(name, () => NOW, aws(outputs as typeof OUTPUTS).clients)
    await expect(opened).rejects.toThrow(Failure)
    await expect(opened).rejects.toThrow(why)
  })
})

describe('a token that is made past the API', () => {
  const make = (wanted: Record<string, unknown>, tenant = 'acme') => {
    const tokens = tokenStore(memoryRows(() => NOW))
    return { tokens, made: makeToken(tokens, tenant, { name: 'first', scopes: ['push'], ...wanted }, NOW) }
  }

  test('is the one that the API finds, with all that was said of it', async () => {
    const { tokens, made } = make({ expiresInDays: 30, servicePrefix: 'shop/' })
    const { token, id } = await made
    const record = await tokens.find(tokenHash(token))
    expect(record).toMatchObject({
      tenant: 'acme',
      name: 'first',
      scopes: ['push'],
      servicePrefix: 'shop/',
      createdAt: NOW,
      expiresAt: NOW + 30 * 86_400_000,
    })
    expect([record && allows(record, 'read'), id]).toEqual([false, tokenId(tokenHash(token))])
  })

  test.each([
    [{ scopes: ['write'] }, 'must be one of push, read, admin'],
    [{ name: ' ' }, 'The name must be'],
    [{ servicePrefix: 'a b' }, 'The servicePrefix must be'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'would end at 2020-01-01'],
    [{ expiresAt: '2027-01-01T00:00:00Z', expiresInDays: 3 }, 'at most one of'],
  ])('%j is refused as by the API', async (wanted, why) => {
    await expect(make(wanted).made).rejects.toThrow(why)
    await expect(make(wanted).made).rejects.toThrow(Failure)
  })

  test.each(['', 'Acme', 'a#b', 'a/b', '-a', 'a'.repeat(40)])('of a tenant "%s" is none', async (tenant) => {
    await expect(make({}, tenant).made).rejects.toThrow(UsageError)
  })
})

describe('commands that reach into a stack', () => {
  test.each([
    [['redrive', '--queue', 'index'], '--stack is missing'],
    [['redrive', '--stack', 's'], '--queue must be one of index, judge'],
    [['redrive', '--stack', 's', '--queue', 'other'], '--queue must be one of index, judge'],
    [['redrive', '--stack', 's', '--queue', 'index', 'x'], 'takes no operand'],
    [['token', 'list', '--stack', 's'], '--stack is for create alone'],
    [['token', 'create', 'a', '--tenant', 'acme'], '--tenant needs --stack'],
    [['reindex', 'x'], 'takes no operand'],
  ])('%j is called wrongly', async (args, why) => {
    const { code, stderr, stdout } = await tidemark(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(why)
  })
})
