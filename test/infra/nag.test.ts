import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack, Validations } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stackOf } from './template.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nag-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** The rules of AWS Solutions that a stack breaks without a written reason. */
async function findingsOf(stack: Stack): Promise<string[]> {
  const app = stack.node.root as App
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  try {
    app.synth()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error
  }
  const { pluginReports } = JSON.parse(await readFile(join(directory, 'validation-report.json'), 'utf8'))
  return pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  )
}

test('prod leaves no finding of cdk-nag without a written reason', async () => {
  expect(await findingsOf(stackOf('prod', directory))).toEqual([])
})

test('the same check finds a queue without dead letters and without TLS', async () => {
  const stack = new Stack(new App({ outdir: directory }), 'careless')
  new Queue(stack, 'Queue')
  expect(await findingsOf(stack)).toEqual(
    expect.arrayContaining([expect.stringContaining('SQS3'), expect.stringContaining('SQS4')]),
  )
})
