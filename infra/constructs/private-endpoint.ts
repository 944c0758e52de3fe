import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AccessLogFormat,
  EndpointType,
  HttpIntegration,
  LogGroupLogDestination,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2'
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Settings } from '../stages.ts'
import { accept } from './accept.ts'

export interface PrivateEndpointProps {
  readonly settings: Settings
  readonly http: HttpApi
  readonly vpcEndpointId: string
}

/** An address that only one endpoint of a VPC reaches, for agents that may not leave it: HTTP APIs have none, so it hands on to one. */
export class PrivateEndpoint extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { settings, http, vpcEndpointId }: PrivateEndpointProps) {
    super(scope, id)
    const log = new LogGroup(this, 'Log', {
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const endpoint = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(this, 'Endpoint', {
      vpcEndpointId,
      port: 443,
    })
    const api = new RestApi(this, 'Api', {
      endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [endpoint] },
      policy: new PolicyDocument({ statements: [invokedBy(vpcEndpointId)] }),
      // Bodies are handed on as they come.
      binaryMediaTypes: ['*/*'],
      cloudWatchRole: false,
      deployOptions: {
        accessLogDestination: new LogGroupLogDestination(log),
        accessLogFormat: AccessLogFormat.custom(
          '{"requestId":"$context.requestId","status":"$context.status"}',
        ),
        throttlingRateLimit: settings.pushes.perSecond,
        throttlingBurstLimit: settings.pushes.burst,
      },
    })
    api.root.addMethod('ANY', handedOn(`${http.apiEndpoint}/`))
    api.root.addProxy({
      defaultIntegration: handedOn(`${http.apiEndpoint}/{proxy}`, {
        'integration.request.path.proxy': 'method.request.path.proxy',
      }),
      defaultMethodOptions: { requestParameters: { 'method.request.path.proxy': true } },
    })
    accept(api, {
      'AwsSolutions-APIG2': 'Ingest reads and refuses bodies, by name.',
      'AwsSolutions-APIG3': 'Only one endpoint of a VPC reaches it.',
      'AwsSolutions-APIG4':
        'The function checks the token of each request, and knows tenant, scope and service.',
      'AwsSolutions-APIG6': 'The access log has every request; bodies hold stacks, and belong in no log.',
      'AwsSolutions-COG4': 'Programs push with tokens of Tidemark.',
    })
    this.url = api.url
  }
}

const handedOn = (url: string, requestParameters: Readonly<Record<string, string>> = {}): HttpIntegration =>
  new HttpIntegration(url, { httpMethod: 'ANY', proxy: true, options: { requestParameters } })

/** Whoever comes by the endpoint: a token is asked for behind it. */
const invokedBy = (vpcEndpointId: string): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
    conditions: { StringEquals: { 'aws:SourceVpce': vpcEndpointId } },
  })
