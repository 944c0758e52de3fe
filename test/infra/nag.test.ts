import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findingsOf } from './nag.ts'
import { stackOf } from './template.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nag-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('prod leaves no finding of cdk-nag without a written reason', async () => {
  expect(await findingsOf(stackOf('prod', directory), directory)).toEqual([])
})

test('the same check finds a queue without dead letters and without TLS', async () => {
  const stack = new Stack(new App({ outdir: directory }), 'careless')
  new Queue(stack, 'Queue')
  expect(await findingsOf(stack, directory)).toEqual(
    expect.arrayContaining([expect.stringContaining('SQS3'), expect.stringContaining('SQS4')]),
  )
})
