import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as v from 'valibot'
import { buildFunctions } from '#infra/build.ts'
import { emptyBucket } from '#infra/empty-bucket.ts'
import { rowKey } from '#shared/store/keys.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { DAY } from '#shared/trend/block.ts'
import { clientOf } from './client.ts'
import { type Emulator, install, startEmulator } from './emulator.ts'
import { allowBatches, call, functionLogs } from './python.ts'
import { run } from './run.ts'
import { findingOf, playScenario, pushLeak } from './scenario.ts'
import { settle } from './settle.ts'
import { step } from './step.ts'

const STACK = 'tidemark-dev'
const { values } = parseArgs({
  options: { venv: { type: 'string' } },
})
const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `npm run test:deploy [-- --venv FOLDER]`: deploys Tidemark to an emulator of AWS with the CDK's own command line, and uses
 * it over HTTP. A folder keeps what is installed for the next run.
 */
async function main(): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'tidemark-deploy-'))
  const { venv = join(work, 'venv') } = values
  const bin = join(venv, 'bin')
  let emulator: Emulator | undefined
  try {
    await step('install the emulator and cfn-lint', () => install(venv))
    await step('build', () => buildFunctions())
    const synth = ['synth', '--quiet', '--context', 'stage=dev', '--output']
    await step('synth', () => run('cdk', [...synth, join(work, 'cdk.out')]))
    const template = join(work, 'cdk.out', `${STACK}.template.json`)
    // W3005: the CDK writes DependsOn that a reference already says.
    await step('cfn-lint', () => run(join(bin, 'cfn-lint'), ['--ignore-checks', 'W3005', '--', template]))
    emulator = await step('start the emulator', () => startEmulator(work, bin))
    await deployAndUse(emulator, work, bin)
  } catch (error) {
    if (emulator !== undefined) {
      console.error((await emulator.log()).split('\n').slice(-40).join('\n'))
      console.error(await functionLogs(bin, emulator.env).catch(String))
    }
    throw error
  } finally {
    await emulator?.stop()
    await rm(work, { recursive: true, force: true })
  }
}

async function deployAndUse({ url, env }: Emulator, work: string, bin: string): Promise<void> {
  const cdk = (...args: string[]): Promise<string> => run('cdk', args, { env, limit: 300 })
  const config = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const clients = { dynamo: new DynamoDBClient(config), s3: new S3Client(config), sqs: new SQSClient(config) }
  const outputs = join(work, 'outputs.json')

  await step('cdk bootstrap', () => cdk('bootstrap', 'aws://000000000000/us-east-1'))
  const app = join(work, 'cdk.out')
  await step('cdk deploy', () =>
    cdk('deploy', '--app', app, '--require-approval', 'never', '--outputs-file', outputs),
  )
  const parts = JSON.parse(await readFile(outputs, 'utf8'))[STACK] as Record<string, string>
  const { ApiUrl = '', BucketName: bucket = '', TableName: table = '' } = parts
  await step('settle what the emulator leaves out', async () => {
    await settle(join(app, `${STACK}.template.json`), { table, bucket }, clients)
    await allowBatches(bin, env)
  })

  const now = Date.now()
  const token = await step('the first token, by tidemark token create --stack', async () => {
    const wanted = ['first', '--scope', 'admin', '--stack', STACK, '--tenant', 'acme', '--json']
    const said = await run('node', [join(ROOT, 'cli/main.ts'), 'token', 'create', ...wanted], { env })
    return v.parse(v.object({ token: v.string() }), JSON.parse(said)).token
  })
  const [apiId] = new URL(ApiUrl).hostname.split('.')
  const api = clientOf(`${url}/_aws/execute-api/${apiId}`, token)
  await playScenario(api, now)

  const before = await findingOf(api, 'checkout', 1)
  const changed = join(work, 'changed.out')
  await step('cdk deploy with a changed setting', () =>
    cdk(
      'deploy',
      '--app',
      `node ${join(HERE, 'changed-app.ts')}`,
      '--output',
      changed,
      '--require-approval',
      'never',
    ),
  )
  await step('the update has kept the data', async () => {
    assert.deepEqual(await findingOf(api, 'checkout', 1), before)
  })
  await step('the schedule has a new leak judged, without being asked', async () => {
    await pushLeak(api, 'billing', now)
    await findingOf(api, 'billing', 150)
  })
  await step('a service is made three days older', () =>
    dynamoRows(clients.dynamo, table, () => now).set(rowKey.service('acme', 'checkout'), {
      firstSeen: now - 3 * DAY,
    }),
  )
  for (const name of ['report', 'reconcile'])
    await step(`${name} runs to its end`, () => call(bin, env, name))
  await step('the report of yesterday is read over HTTP', async () => {
    const { items } = await api.json(
      v.object({ items: v.array(v.object({ date: v.string() })) }),
      '/v1/reports',
    )
    assert.equal(items.length, 1)
    assert.match(Buffer.from(await api.bytes(`/v1/reports/${items[0]?.date}.html`)).toString(), /checkout/)
  })
  await step('no queue holds what failed', async () => assert.deepEqual(await heldBack(clients.sqs), []))
  await step('no function logged an error', async () => {
    const lines = (await functionLogs(bin, env)).split('\n')
    assert.deepEqual(
      lines.filter((line) => /"level":"error"|AccessDenied|Task timed out/.test(line)),
      [],
    )
  })
  await step('cdk destroy', async () => {
    await emptyBucket(clients.s3, bucket)
    await cdk('destroy', '--app', changed, '--force', STACK)
    const { TableNames = [] } = await clients.dynamo.send(new ListTablesCommand({}))
    assert.deepEqual(TableNames, [])
  })
}

/** Queues that have a message which nobody handles. */
async function heldBack(sqs: SQSClient): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  assert.equal(QueueUrls.length, 4)
  const held: string[] = []
  for (const QueueUrl of QueueUrls) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    if (Attributes?.ApproximateNumberOfMessages !== '0') held.push(QueueUrl)
  }
  return held
}

const begin = performance.now()
try {
  await main()
  console.log(`deployed, used, updated and destroyed in ${((performance.now() - begin) / 1000).toFixed(0)} s`)
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
