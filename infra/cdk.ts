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
  if (command === 'destroy' && !(await isSure(stage, options))) return 1
  await buildFunctions()
  // S3 deletes no bucket that holds objects.
  if (command === 'destroy' && !STAGES[stage].keepsData)
    await emptyBucket(new S3Client({}), await bucketOf(stackOf(stage)))
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

/** Asked before anything is emptied. @throws Error where nobody can be asked */
async function isSure(stage: Stage, options: readonly string[]): Promise<boolean> {
  if (options.some((one) => SURE.includes(one))) return true
  const what = `${stackOf(stage)}${STAGES[stage].keepsData ? '; bucket and table stay' : ' with all its data'}`
  if (!process.stdin.isTTY) throw new Error(`would delete ${what}: say --force, nobody is here to be asked`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`Delete ${what} (y/n)? `)
  terminal.close()
  return /^y(es)?$/i.test(answer)
}

/** @throws Error where there is no such stack, or it has no bucket */
async function bucketOf(stack: string): Promise<string> {
  const { Stacks: [found] = [] } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: stack }),
  )
  const name = found?.Outputs?.find(({ OutputKey }) => OutputKey === 'BucketName')?.OutputValue
  if (name === undefined) throw new Error(`the stack ${stack} names no bucket: was it deployed to its end?`)
  return name
}

process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  return 1
})
