import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import * as v from 'valibot'
import { BUNDLES, buildFunctions } from './build.ts'
import { emptyBucket } from './empty-bucket.ts'
import { STAGES, stageNamed } from './stages.ts'

const Outputs = v.record(v.string(), v.object({ BucketName: v.string(), TableName: v.string() }))

/** Where `deploy` writes what the parts of a stage are called. */
export const outputsFile = (stage: string): string => join(BUNDLES, '..', `${stage}.outputs.json`)

/** @throws Error where this checkout has not deployed the stage */
async function outputsOf(stage: string): Promise<{ BucketName: string; TableName: string }> {
  const file = outputsFile(stage)
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new Error(`there is no ${file}: run npm run deploy -- ${stage} first`, { cause })
  })
  const outputs = v.parse(Outputs, JSON.parse(text))[`tidemark-${stage}`]
  if (outputs === undefined) throw new Error(`${file} does not know tidemark-${stage}`)
  return outputs
}

const COMMANDS: Readonly<Record<string, (stage: string) => string[]>> = {
  synth: () => ['--quiet'],
  deploy: (stage) => ['--outputs-file', outputsFile(stage)],
  destroy: () => [],
}

/** `node infra/cdk.ts synth|deploy|destroy [stage] [options of cdk]`; the stage is dev where none is said. */
async function main([command = '', ...rest]: readonly string[]): Promise<number> {
  const options = COMMANDS[command]
  if (options === undefined) throw new Error(`say one of ${Object.keys(COMMANDS).join(', ')}`)
  const hasStage = rest[0] !== undefined && !rest[0].startsWith('-')
  const stage = stageNamed(hasStage ? rest[0] : 'dev')
  await buildFunctions()
  // S3 deletes no bucket that holds objects.
  if (command === 'destroy' && !STAGES[stage].keepsData)
    await emptyBucket(new S3Client({}), (await outputsOf(stage)).BucketName)
  const args = [command, '--context', `stage=${stage}`, ...options(stage), ...rest.slice(hasStage ? 1 : 0)]
  return spawnSync('cdk', args, { stdio: 'inherit' }).status ?? 1
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
