import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ENV, type FunctionName, readEnv } from '#functions/env.ts'
import { STAGES } from '#infra/stages.ts'
import { templateOf } from './template.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const { namesOf, propertiesOf } = templateOf('prod')

interface Function {
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> }
}

const variables = new Map(
  namesOf('AWS::Lambda::Function').map((path) => [
    path.split('/').at(-1) ?? '',
    Object.keys(propertiesOf<Function>(path).Environment.Variables),
  ]),
)
const names = Object.keys(ENV) as FunctionName[]

test('every entry is a function that has an environment, and is deployed', () => {
  const entries = globSync('functions/*/lambda.ts', { cwd: ROOT }).map((path) => basename(dirname(path)))
  expect(entries.toSorted()).toEqual([...names].toSorted())
  expect([...variables.keys()].toSorted()).toEqual(entries.toSorted())
})

test.each(names)('%s gets what it reads and nothing else', (name) => {
  expect(variables.get(name)?.toSorted()).toEqual([...ENV[name]].toSorted())
})

test('a token may send what its stage says', () => {
  const { Variables } = templateOf('dev').propertiesOf<Function>('Api/api').Environment
  expect(Variables.TOKEN_REQUESTS_PER_MINUTE).toBe(String(STAGES.dev.tokenRequestsPerMinute))
})

/** Loads the entry of a function as Lambda does, once without each variable and once with all; what came of it. */
const LOAD = `
  const [name, ...all] = process.argv.slice(1)
  const outcomes = []
  for (const missing of [...all, undefined]) {
    for (const variable of all) process.env[variable] = variable === missing ? '' : '60'
    const load = import('./functions/' + name + '/lambda.ts?without=' + missing)
    outcomes.push(await load.then(({ handler }) => typeof handler, ({ message }) => message))
  }
  console.log(JSON.stringify(outcomes))`

test.each(names)('the entry of %s needs each of them and no other', async (name) => {
  const args = ['--input-type=module', '--eval', LOAD, name, ...ENV[name]]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: ROOT,
    env: { AWS_REGION: 'us-east-1' },
  })
  const refusals = ENV[name].map((variable) => `the environment of ${name} lacks ${variable}`)
  expect(JSON.parse(stdout)).toEqual([...refusals, 'function'])
})

test('an environment without anything is refused by all names', () => {
  expect(() => readEnv('plan-trends', { TABLE_NAME: '' })).toThrow(
    'the environment of plan-trends lacks TABLE_NAME, JUDGE_QUEUE_URL',
  )
})
