import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Options, optionsOf } from '#infra/options.ts'
import { findingsOf } from './nag.ts'
import { stackOf, templateOf } from './template.ts'

const NAME = {
  domainName: 'leaks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234',
} as const
const ALL: Options = { ...NAME, edge: true, ownKey: true, vpcEndpointId: 'vpce-0123456789abcdef0' }

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'options-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('a stack without options', () => {
  test('has none of the parts', () => {
    const { template } = templateOf('prod')
    for (const type of [
      'AWS::ApiGatewayV2::DomainName',
      'AWS::CloudFront::Distribution',
      'AWS::WAFv2::WebACL',
      'AWS::KMS::Key',
      'AWS::ApiGateway::RestApi',
    ])
      template.resourceCountIs(type, 0)
  })
})

describe('a name of your own', () => {
  test('is mapped to the API, and told as its address and in links', () => {
    const { template } = templateOf('prod', NAME)
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: NAME.domainName,
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: NAME.certificateArn })],
    })
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: Match.anyValue() })
    template.hasOutput('ApiUrl', { Value: 'https://leaks.example.com' })
    template.hasOutput('DomainTarget', {})
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ PUBLIC_URL: 'https://leaks.example.com' }) },
    })
    template.hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [Match.objectLike({ AllowedOrigins: ['https://leaks.example.com'] })],
      },
    })
  })
})

describe('CloudFront in front', () => {
  test('caches nothing, hands on all but the host, and has WAF limit single addresses', () => {
    const { template } = templateOf('prod', { ...NAME, edge: true })
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: [
        Match.objectLike({ Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 3_000 } } }),
      ],
    })
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: [NAME.domainName],
        WebACLId: Match.anyValue(),
        DefaultCacheBehavior: Match.objectLike({
          // CachingDisabled and AllViewerExceptHostHeader (CloudFront developer guide, managed policies).
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          ViewerProtocolPolicy: 'https-only',
        }),
      }),
    })
    template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0)
  })
})

describe('a key of the account', () => {
  test('encrypts bucket, table, queues and topics, and each function may use it', () => {
    const { template } = templateOf('prod', { ownKey: true })
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    })
    const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] }
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          },
        ],
      },
    })
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key },
    })
    template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key })
    template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() })
    const functions = Object.keys(template.findResources('AWS::Lambda::Function')).length
    const users = template.findResources('AWS::IAM::Policy', {
      Properties: {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt']), Resource: key }),
          ]),
        },
      },
    })
    expect(Object.keys(users)).toHaveLength(functions)
  })
})

describe('a private endpoint', () => {
  test('is reached by one endpoint of a VPC, and hands requests on as they come', () => {
    const { template } = templateOf('prod', { vpcEndpointId: 'vpce-0123456789abcdef0' })
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-0123456789abcdef0'] },
      BinaryMediaTypes: ['*/*'],
      Policy: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: 'execute-api:Invoke',
            Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
          }),
        ],
      }),
    })
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'ANY',
      Integration: Match.objectLike({
        Type: 'HTTP_PROXY',
        RequestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      }),
    })
    template.hasOutput('PrivateUrl', {})
  })
})

test('with all of them cdk-nag finds nothing without a written reason', async () => {
  expect(await findingsOf(stackOf('prod', directory, ALL), directory)).toEqual([])
})

test.each([
  [{ domainName: 'a.example' }, 'domainName and --context certificateArn are said together'],
  [{ edge: 'yes' }, '--context edge must be true or false'],
  [{ vpcEndpointId: 7 }, '--context vpcEndpointId must be a text'],
])('the context %j is refused', (context: Readonly<Record<string, unknown>>, says) => {
  expect(() => optionsOf((name) => context[name])).toThrow(says)
})

test('the context of the command line is read', () => {
  const context: Readonly<Record<string, unknown>> = { ...NAME, edge: 'true', ownKey: 'false' }
  expect(optionsOf((name) => context[name])).toEqual({ ...NAME, edge: true, ownKey: false })
})
