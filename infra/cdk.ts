import { spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline/promises'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { S3Client } from '@aws-sdk/client-s3'
import { buildFunctions } from './build.ts'
import { emptyBucket } from './empty-bucket.ts'
import { STAGES, type Stage, stageNamed } from './stages.ts'

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  synth: ['--quiet'],
  deploy: [],
  destroy: ['--force'],
}
/** Options of `cdk destroy` by which nobody is asked. */
const SURE = ['--force', '-f', '--yes', '-y']

/**
 * `node infra/cdk.ts synth|deploy|destroy [stage] [options of cdk]`; the stage is dev where none is said.
 *
 * @returns exit code
 */
async function main([command = '', ...rest]: readonly string[]): Promise<number> {
  const own = COMMANDS[command]
  if (own === undefined) throw new Error(`say one of ${Object.keys(COMMANDS).join(', ')}`)
  const hasStage = rest[0] !== undefined && !rest[0].startsWith('-')
  const stage = stageNamed(hasStage ? rest[0] : 'dev')
  const options = rest.slice(hasStage ? 1 : 0)
  const late = options.find((option) => option in STAGES)
  if (late !== undefined) throw new Error(`say the stage before all options: ${command} ${late}`)
  if (command === 'destroy' && !(await isSure(stage, options))) return 1
  await buildFunctions()
  if (command === 'destroy' && !STAGES[stage].keepsData) await emptyBucketOf(stackOf(stage))
  const args = [
    command,
    '--context',
    `stage=${stage}`,
    ...own,
    ...options.filter((one) => !own.includes(one)),
  ]
  return spawnSync('cdk', args, { stdio: 'inherit' }).status ?? 1
}

const stackOf = (stage: Stage): string => `tidemark-${stage}`

/** Asked before anything is emptied. @throws Error where nobody can be asked, or two accounts might be meant */
async function isSure(stage: Stage, options: readonly string[]): Promise<boolean> {
  if (options.some((one) => /^--profile(?:=|$)/.test(one)))
    throw new Error('say AWS_PROFILE=… npm run destroy: what empties the bucket does not know --profile')
  if (options.some((one) => SURE.includes(one))) return true
  const what = `${stackOf(stage)}${STAGES[stage].keepsData ? '; bucket and table stay' : ' with all its data'}`
  if (!process.stdin.isTTY) throw new Error(`would delete ${what}: say --force, nobody is here to be asked`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Delete ${what} (y/n)? `)
  terminal.close()
  return /^y(es)?$/i.test(answer)
}

/** S3 deletes no bucket that holds objects. A stack that never came to its end has none. */
async function emptyBucketOf(stack: string): Promise<void> {
  // cdk knows both names of the region, the SDK one.
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
  const client = region === undefined ? {} : { region }
  const { Stacks: [found] = [] } = await new CloudFormationClient(client).send(
    new DescribeStacksCommand({ StackName: stack }),
  )
  const name = found?.Outputs?.find(({ OutputKey }) => OutputKey === 'BucketName')?.OutputValue
  if (name !== undefined) await emptyBucket(new S3Client(client), name)
}

process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  return 1
})
