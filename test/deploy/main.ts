import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import * as v from 'valibot'
import { rowKey } from '#shared/store/keys.ts'
import { dynamoRows } from '#shared/store/rows.dynamo.ts'
import { DAY } from '#shared/time.ts'
import { unpack } from './before.ts'
import { clientOf } from './client.ts'
import { type Emulator, install, startEmulator } from './emulator.ts'
import { allowBatches, call, functionLogs, functionNamed } from './python.ts'
import { run } from './run.ts'
import { findingOf, playScenario, pushLeak } from './scenario.ts'
import { settle } from './settle.ts'
import { ringsOnSilence, storedYesterday, toldShare } from './silence.ts'
import { step } from './step.ts'

const STACK = 'tidemark-dev'
const { values } = parseArgs({
  options: { venv: { type: 'string' }, from: { type: 'string', default: 'HEAD~1' } },
})
const HERE = fileURLToPath(new URL('.', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * `npm run test:deploy [-- --venv FOLDER --from REF]`: deploys the version before to an emulator of AWS, updates it to this one
 * with the scripts that deploy Tidemark anywhere, and uses it over HTTP. A folder keeps what is installed for the next run.
 */
async function main(): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'tidemark-deploy-'))
  const { venv = join(work, 'venv') } = values
  const bin = join(venv, 'bin')
  let emulator: Emulator | undefined
  try {
    await step('install the emulator and cfn-lint', () => install(venv))
    await step('npm run synth', () => script({}, 'synth', 'dev', '--output', join(work, 'cdk.out')))
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

/** Runs a script of package.json as people do. @param env what it knows of AWS: nothing of this shell's */
const script = (env: Readonly<Record<string, string>>, name: string, ...args: string[]): Promise<string> =>
  scriptOf(ROOT, env, name, ...args)

const scriptOf = (
  folder: string,
  env: Readonly<Record<string, string>>,
  name: string,
  ...args: string[]
): Promise<string> =>
  run('npm', ['run', '--prefix', folder, name, '--', ...args], {
    env: { HOME: process.env.HOME, ...env, PATH: process.env.PATH },
    limit: 300,
  })

async function deployAndUse({ url, env }: Emulator, work: string, bin: string): Promise<void> {
  const config = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const clients = {
    dynamo: new DynamoDBClient(config),
    s3: new S3Client(config),
    sqs: new SQSClient(config),
    cloudwatch: new CloudWatchClient(config),
  }
  const outputs = join(work, 'outputs.json')

  const unasked = ['--require-approval', 'never', '--output', join(work, 'cdk.out')]
  await step('cdk bootstrap', () => run('cdk', ['bootstrap', 'aws://000000000000/us-east-1'], { env }))
  const before = await step(`unpack ${values.from}`, () => unpack(ROOT, values.from, work))
  await step(`npm run deploy of ${values.from}`, () =>
    scriptOf(before.folder, env, 'deploy', 'dev', ...unasked, '--outputs-file', outputs, ...before.app),
  )
  const parts = JSON.parse(await readFile(outputs, 'utf8'))[STACK] as Record<string, string>
  const { ApiUrl = '', BucketName: bucket = '', TableName: table = '' } = parts
  await step('settle what the emulator leaves out', async () => {
    await settle(join(work, 'cdk.out', `${STACK}.template.json`), { table, bucket }, clients)
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
  const old = await step('the version before takes a leak, and judges it', async () => {
    await pushLeak(api, 'orders', now)
    assert.equal(await api.status('/v1/judge?service=orders', { method: 'POST' }), 202)
    return findingOf(api, 'orders', 60)
  })
  const emulated = `node ${join(HERE, 'emulated-app.ts')}`
  await step('npm run deploy updates it to this version', () =>
    script(env, 'deploy', 'dev', ...unasked, '--app', emulated),
  )
  await step('this version may do what the template says', () => allowBatches(bin, env))
  await step('this version reads what the version before wrote', async () => {
    assert.equal((await findingOf(api, 'orders', 1)).service, old.service)
    const again = await pushLeak(api, 'orders', now)
    assert.deepEqual(new Set(again.map(({ decision }) => decision)), new Set(['duplicate']))
  })
  await playScenario(api, now)

  const kept = await findingOf(api, 'checkout', 1)
  const app = `node ${join(HERE, 'changed-app.ts')}`
  await step('npm run deploy with a changed setting', () =>
    script(env, 'deploy', 'dev', ...unasked, '--app', app),
  )
  await step('the update has kept the data', async () => {
    assert.deepEqual(await findingOf(api, 'checkout', 1), kept)
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
  await step('an alarm rings where far fewer profiles are stored than yesterday', async () => {
    await storedYesterday(clients.cloudwatch, await functionNamed(bin, env, 'apiingest'), now)
    await call(bin, env, 'watch')
    const told = toldShare(await functionLogs(bin, env))
    await ringsOnSilence(clients.cloudwatch, STACK, told, Date.now())
  })
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
  await step('npm run destroy leaves all as it is where nobody can be asked', async () => {
    await assert.rejects(script(env, 'destroy', 'dev'), /say --force/)
    assert.deepEqual(await findingOf(api, 'checkout', 1), kept)
  })
  await step('npm run destroy', async () => {
    await script(env, 'destroy', 'dev', '--force')
    const { TableNames = [] } = await clients.dynamo.send(new ListTablesCommand({}))
    const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}))
    assert.deepEqual([TableNames, Buckets.filter(({ Name }) => Name === bucket)], [[], []])
  })
}

/** Queues that have a message which nobody handles. */
async function heldBack(sqs: SQSClient): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  assert.equal(QueueUrls.length, 6)
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
