import { describe, expect, test } from 'vitest'
import { FUNCTION_LIMITS } from '#infra/function-limits.ts'
import { templateOf } from './template.ts'

const stages = { dev: templateOf('dev'), prod: templateOf('prod') }
const { prod, dev } = stages

const FUNCTIONS = Object.keys(FUNCTION_LIMITS)
/** It reads counts of CloudWatch, and no row. */
const WITH_TABLE = FUNCTIONS.filter((name) => name !== 'watch')

interface Group {
  readonly DeploymentConfigName: string
  readonly AlarmConfiguration: { readonly Alarms: readonly { readonly Name: unknown }[] }
  readonly AutoRollbackConfiguration: { readonly Events: readonly string[] }
}

/** Alarm names of this stack are written out. */
const ROLLED_BACK_BY = {
  api: ['Alarms/api-errors', 'Alarms/api-failures'],
  ingest: ['Alarms/api-failures', 'Alarms/ingest-errors'],
  'index-upload': ['Alarms/index-upload-errors'],
  'judge-service': ['Alarms/judge-service-errors'],
}

describe('a release in prod', () => {
  test('moves a tenth first, and is taken back by an alarm that concerns it', () => {
    const groups = prod.namesOf('AWS::CodeDeploy::DeploymentGroup').map((name) => {
      const { AlarmConfiguration, AutoRollbackConfiguration, DeploymentConfigName } =
        prod.propertiesOf<Group>(name)
      expect(DeploymentConfigName).toBe('CodeDeployDefault.LambdaCanary10Percent15Minutes')
      expect(AutoRollbackConfiguration.Events).toContain('DEPLOYMENT_STOP_ON_ALARM')
      const alarms = AlarmConfiguration.Alarms.map(({ Name }) => prod.text(Name)).toSorted()
      return [name.replace('Canary/', ''), alarms]
    })
    expect(Object.fromEntries(groups)).toEqual(ROLLED_BACK_BY)
  })

  test('reaches every function that runs by request or message by its alias', () => {
    const { Resources } = prod.template.toJSON() as {
      Resources: Record<
        string,
        { Type: string; UpdatePolicy?: unknown; Metadata: { 'aws:cdk:path': string } }
      >
    }
    const moved = Object.values(Resources).flatMap(({ Type, UpdatePolicy, Metadata }) =>
      Type === 'AWS::Lambda::Alias' && UpdatePolicy !== undefined
        ? [Metadata['aws:cdk:path'].replace(/^.*\/(.*)-live\/Resource$/, '$1')]
        : [],
    )
    expect(moved.toSorted()).toEqual(Object.keys(ROLLED_BACK_BY).toSorted())
  })

  test('is at once in dev', () => {
    expect(dev.namesOf('AWS::CodeDeploy::DeploymentGroup')).toEqual([])
    expect(dev.namesOf('AWS::Lambda::Alias')).toHaveLength(FUNCTIONS.length)
  })
})

describe.each(['dev', 'prod'] as const)('a table that a recovery has made, adopted by %s', (stage) => {
  const own = stages[stage]
  const adopted = templateOf(stage, { tableName: 'tidemark-restored' })

  test('is used by every function in place of the one that the stack had', () => {
    expect(adopted.namesOf('AWS::DynamoDB::Table')).toEqual([])
    interface Function {
      readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> }
    }
    const tables = (of: typeof own) =>
      of
        .namesOf('AWS::Lambda::Function')
        .map((name) => of.propertiesOf<Function>(name).Environment.Variables.TABLE_NAME)
    expect(
      tables(own)
        .filter((name) => name !== undefined)
        .map(own.text),
    ).toEqual(WITH_TABLE.map(() => 'Storage/Table'))
    expect(tables(adopted).filter((name) => name !== undefined)).toEqual(
      WITH_TABLE.map(() => 'tidemark-restored'),
    )
  })

  test('may be read, written and queried by its index, as the own one', () => {
    const actions = (of: typeof own, table: string) =>
      of.namesOf('AWS::IAM::Role').flatMap((role) =>
        of
          .propertiesOf<{
            Policies: { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } }[]
          }>(role)
          .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
          .filter(({ Action }) => String(Action).includes('dynamodb'))
          .map(({ Action, Resource }) => [
            role,
            Action,
            of
              .text(Resource)
              .replace(/^.*:table\//, '')
              .replace(table, ''),
          ]),
      )
    expect(actions(adopted, 'tidemark-restored')).toEqual(actions(own, 'Storage/Table'))
  })
})

test('the bucket and all else stay what they were where a table is adopted', () => {
  const adopted = templateOf('prod', { tableName: 'tidemark-restored' })
  for (const type of [
    'S3::Bucket',
    'SQS::Queue',
    'Lambda::Function',
    'CloudWatch::Alarm',
    'ApiGatewayV2::Route',
  ])
    expect(adopted.namesOf(`AWS::${type}`)).toEqual(prod.namesOf(`AWS::${type}`))
})
