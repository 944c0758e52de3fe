import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  type HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Settings } from '../stages.ts'
import { accept } from './accept.ts'
import { addFunction, allow, type CodeOf } from './function.ts'
import type { WorkQueue } from './queue.ts'
import type { Storage } from './storage.ts'

export interface ApiProps {
  readonly settings: Settings
  readonly code: CodeOf
  readonly http: HttpApi
  readonly storage: Storage
  readonly index: WorkQueue
  readonly judge: WorkQueue
}

/** A line of the access log; path (`/t/TOKEN/…`), query and headers may hold secrets and are not in it. */
const ACCESS = AccessLogFormat.custom(
  JSON.stringify({
    at: '$context.requestTime',
    requestId: '$context.requestId',
    from: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    failure: '$context.integrationErrorMessage',
  }),
)

/** The HTTP API: every path goes to one function, which knows who may do what. */
export class Api extends Construct {
  readonly api: LambdaFunction

  constructor(scope: Construct, id: string, { settings, code, http, storage, index, judge }: ApiProps) {
    super(scope, id)
    this.api = addFunction(this, {
      name: 'api',
      code,
      settings,
      environment: {
        TABLE_NAME: storage.table.tableName,
        BUCKET_NAME: storage.bucket.bucketName,
        INGEST_RESOLUTION_SECONDS: String(settings.resolutionSeconds),
        RETENTION_DAYS: String(settings.retentionDays),
        INDEX_QUEUE_URL: index.queue.queueUrl,
        JUDGE_QUEUE_URL: judge.queue.queueUrl,
        TOKEN_REQUESTS_PER_MINUTE: String(settings.tokenRequestsPerMinute),
      },
      may: [
        storage.rows('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
        storage.index(),
        storage.objects('GetObject', 'profiles/', 'reports/', 'sockets/', 'uploads/'),
        storage.objects('PutObject', 'profiles/', 'sockets/', 'uploads/'),
        storage.tellsMissing(),
        allow(['sqs:SendMessage'], index.queue.queueArn, judge.queue.queueArn),
      ],
    })
    const route = new HttpRoute(this, 'Route', {
      httpApi: http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Integration', this.api),
    })
    accept(route, {
      'AwsSolutions-APIG4':
        'The function checks the token of each request, and knows tenant, scope and service.',
    })
    new HttpStage(this, 'Stage', {
      httpApi: http,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.requests.perSecond, burstLimit: settings.requests.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog(settings)),
        format: ACCESS,
      },
    })
  }

  private accessLog({ logRetention }: Settings): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
      // API Gateway finds its way into log groups of this name (HTTP API developer guide, logging).
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}/access`,
    })
  }
}
