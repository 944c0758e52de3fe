import { Duration } from 'aws-cdk-lib'
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Alias,
  Architecture,
  type Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { RemovalPolicy } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'
import type { EnvOf, FunctionName } from '#functions/env.ts'
import { FUNCTION_LIMITS } from '../function-limits.ts'
import type { Settings } from '../stages.ts'

/** Where the bundle of a function comes from. */
export type CodeOf = (name: FunctionName) => Code

export interface FunctionProps<Name extends FunctionName> {
  readonly name: Name
  readonly code: CodeOf
  readonly settings: Settings
  readonly environment: EnvOf<Name>
  /** It asks itself for more by its queue; Lambda ends such a chain after 16 runs unless it is allowed. */
  readonly asksItself?: boolean
  /** All that it may do beside writing its log. */
  readonly may: readonly PolicyStatement[]
  /** Runs at once that no other function can take from it, and that it cannot pass. */
  readonly reserved?: number | undefined
}

/** A function, and the alias by which all of its callers call it: a release moves it to the next version. */
export interface Deployed {
  readonly lambda: LambdaFunction
  readonly alias: Alias
  /** The alias as who calls it takes it: to the CDK's own types a role that may be missing is none that may be undefined. */
  readonly live: IFunction
}

/** Name of each alias. */
export const LIVE = 'live'

/** A function with a role and a log group of its own; nothing is granted that is not said here. */
export function addFunction<Name extends FunctionName>(
  scope: Construct,
  { name, code, settings, environment, asksItself = false, may, reserved }: FunctionProps<Name>,
): Deployed {
  const { memory, seconds } = FUNCTION_LIMITS[name]
  const logGroup = new LogGroup(scope, `${name}-log`, {
    retention: settings.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const writesLog = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn)
  const role = new Role(scope, `${name}-role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { access: new PolicyDocument({ statements: [writesLog, ...may] }) },
  })
  const lambda = new LambdaFunction(scope, name, {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: code(name),
    memorySize: memory,
    timeout: Duration.seconds(seconds),
    role,
    logGroup,
    environment,
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    ...(asksItself ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
  })
  const version = lambda.currentVersion as IVersion
  const alias = new Alias(scope, `${name}-live`, { aliasName: LIVE, version })
  return { lambda, alias, live: alias as IFunction }
}

/** These actions on these resources. */
export const allow = (actions: string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, actions, resources })
