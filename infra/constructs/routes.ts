import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  type CfnStage,
  type HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { PATH_TOKEN_PATH, PUSH_PATHS } from '#functions/push-paths.ts'
import type { Settings, Throttle } from '../stages.ts'
import { accept } from './accept.ts'

export interface RoutesProps {
  readonly settings: Settings
  readonly http: HttpApi
  /** Gets every path that is not of a push. */
  readonly api: IFunction
  readonly ingest: IFunction
}

/**
 * A line of the access log; path (`/t/TOKEN/…`), query and headers may hold secrets and are not in it. The route is the
 * pattern of the path.
 */
const ACCESS = AccessLogFormat.custom(
  JSON.stringify({
    at: '$context.requestTime',
    requestId: '$context.requestId',
    from: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
    failure: '$context.integrationErrorMessage',
  }),
)

/** Requests that were refused, by status: what the gateway itself counts as 4xx alone. */
export type Refused = Readonly<Record<'401' | '429', IMetric>>

/** The stage of the HTTP API, and what it refused. */
export interface Routes {
  readonly stage: HttpStage
  readonly refused: Refused
}

/** The routes of the HTTP API and its stage. Each route of a push has a bucket of requests of its own. */
export function addRoutes(scope: Construct, { settings, http, api, ingest }: RoutesProps): Routes {
  const route = (id: string, routeKey: HttpRouteKey, integration: HttpLambdaIntegration): HttpRoute => {
    const added = new HttpRoute(scope, id, { httpApi: http, routeKey, integration })
    accept(added, {
      'AwsSolutions-APIG4':
        'The function checks the token of each request, and knows tenant, scope and service.',
    })
    return added
  }
  route('Route', HttpRouteKey.DEFAULT, new HttpLambdaIntegration('Integration', api))
  // One permission for all of its routes.
  const pushes = new HttpLambdaIntegration('Ingest', ingest, { scopePermissionToRoute: false })
  const routes = new Map(
    [...Object.values(PUSH_PATHS).flat(), PATH_TOKEN_PATH].map((path) => {
      const { key } = HttpRouteKey.with(path, HttpMethod.ANY)
      return [key, route(`Push ${path}`, HttpRouteKey.with(path, HttpMethod.ANY), pushes)]
    }),
  )
  const log = accessLog(scope, settings)
  const stage = new HttpStage(scope, 'Stage', {
    httpApi: http,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: settings.requests.perSecond, burstLimit: settings.requests.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: ACCESS,
    },
  })
  throttleRoutes(stage, routes, settings.pushes)
  return { stage, refused: { '401': counted(scope, log, '401'), '429': counted(scope, log, '429') } }
}

/** API Gateway refuses settings of routes that are not there yet. */
function throttleRoutes(
  stage: HttpStage,
  routes: ReadonlyMap<string, HttpRoute>,
  { perSecond, burst }: Throttle,
): void {
  const resource = stage.node.defaultChild as CfnStage
  const settings = { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst }
  resource.routeSettings = Object.fromEntries([...routes.keys()].map((key) => [key, settings]))
  stage.node.addDependency(...routes.values())
}

/** Lines of the access log with a status, in five minutes. */
function counted(scope: Construct, logGroup: LogGroup, status: keyof Refused): IMetric {
  const filter = new MetricFilter(scope, `Status ${status}`, {
    logGroup,
    metricNamespace: `Tidemark/${Stack.of(scope).stackName}`,
    metricName: `Status${status}`,
    filterPattern: FilterPattern.stringValue('$.status', '=', status),
    metricValue: '1',
    defaultValue: 0,
  })
  return filter.metric({ period: Duration.minutes(5), statistic: Stats.SUM })
}

const accessLog = (scope: Construct, { logRetention }: Settings): LogGroup =>
  new LogGroup(scope, 'AccessLog', {
    retention: logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
    // API Gateway finds its way into log groups of this name (HTTP API developer guide, logging).
    logGroupName: `/aws/vendedlogs/${Stack.of(scope).stackName}/access`,
  })
