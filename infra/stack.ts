import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { FunctionName } from '#functions/env.ts'
import { Alarms } from './constructs/alarms.ts'
import { Api } from './constructs/api.ts'
import { Canary } from './constructs/canary.ts'
import { Overview } from './constructs/dashboard.ts'
import { Edge } from './constructs/edge.ts'
import type { CodeOf } from './constructs/function.ts'
import { Jobs } from './constructs/jobs.ts'
import { OwnDomain } from './constructs/own-domain.ts'
import { letUse, ownKey } from './constructs/own-key.ts'
import { PrivateEndpoint } from './constructs/private-endpoint.ts'
import { WorkQueue } from './constructs/queue.ts'
import { Storage } from './constructs/storage.ts'
import { tellOfUploads } from './constructs/uploads.ts'
import type { Options } from './options.ts'
import type { Settings } from './stages.ts'

export interface TidemarkProps extends StackProps {
  readonly settings: Settings
  readonly code: CodeOf
  readonly options?: Options
}

/** All of Tidemark in one account and region. */
export class TidemarkStack extends Stack {
  constructor(scope: Construct, id: string, { settings, code, options = {}, ...props }: TidemarkProps) {
    super(scope, id, props)
    Tags.of(this).add('application', 'tidemark')
    const http = new HttpApi(this, 'Http', { apiName: id, createDefaultStage: false })
    const { tableName, domainName, certificateArn, vpcEndpointId } = options
    const key = options.ownKey === true ? ownKey(this, settings) : undefined
    const edge =
      options.edge === true ? new Edge(this, 'Edge', { http, domainName, certificateArn }) : undefined
    const host = domainName ?? edge?.target
    const publicUrl = host === undefined ? http.apiEndpoint : `https://${host}`
    const storage = new Storage(this, 'Storage', { settings, origin: publicUrl, tableName, key })
    const index = new WorkQueue(this, 'Index', { of: 'index-upload', tries: 5, key })
    const judge = new WorkQueue(this, 'Judge', { of: 'judge-service', tries: 3, key })
    const days = new WorkQueue(this, 'Reconcile', { of: 'reconcile-day', tries: 3, key })
    tellOfUploads(storage, index)
    const { api, ingest, refused, stage } = new Api(this, 'Api', {
      settings,
      code,
      http,
      storage,
      index,
      judge,
    })
    const notices = new Topic(this, 'Notices', {
      enforceSSL: true,
      ...(key !== undefined && { masterKey: key }),
    })
    const told = { notices, publicUrl }
    const jobs = new Jobs(this, 'Jobs', { settings, code, storage, index, judge, days, ingest, ...told })
    const watched = {
      settings,
      key,
      http,
      refused,
      storage,
      tableName: storage.table.tableName,
      queues: { index, judge, reconcile: days },
      functions: {
        api: api.lambda,
        ingest: ingest.lambda,
        'index-upload': jobs.indexUpload.lambda,
        'judge-service': jobs.judgeService.lambda,
        'plan-trends': jobs.planTrends.lambda,
        reconcile: jobs.reconcile.lambda,
        'reconcile-day': jobs.reconcileDay.lambda,
        report: jobs.report.lambda,
        watch: jobs.watch.lambda,
      },
    }
    if (key !== undefined) letUse(key, Object.values(watched.functions))
    const alarms = new Alarms(this, 'Alarms', watched)
    if (settings.isCanary) {
      const failures = alarms.named('api-failures')
      const errorsOf = (name: FunctionName) => alarms.named(`${name}-errors`)
      new Canary(this, 'Canary', {
        functions: {
          api: { deployed: api, alarms: [failures, errorsOf('api')] },
          ingest: { deployed: ingest, alarms: [failures, errorsOf('ingest')] },
          'index-upload': { deployed: jobs.indexUpload, alarms: [errorsOf('index-upload')] },
          'judge-service': { deployed: jobs.judgeService, alarms: [errorsOf('judge-service')] },
        },
      })
    }
    new Overview(this, 'Overview', { ...watched, alarms })
    const named =
      domainName === undefined || certificateArn === undefined || edge !== undefined
        ? edge
        : new OwnDomain(this, 'Domain', { http, stage, domainName, certificateArn })
    this.tell({
      ApiUrl: publicUrl,
      ...(domainName !== undefined && named !== undefined && { DomainTarget: named.target }),
      ...(vpcEndpointId !== undefined && {
        PrivateUrl: new PrivateEndpoint(this, 'Private', { settings, http, vpcEndpointId }).url,
      }),
      BucketName: storage.bucket.bucketName,
      TableName: storage.table.tableName,
      IndexQueueName: index.queue.queueName,
      JudgeQueueName: judge.queue.queueName,
      ReconcileQueueName: days.queue.queueName,
      AlarmTopic: alarms.topic.topicArn,
      NoticeTopic: notices.topicArn,
    })
  }

  private tell(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
  }
}
