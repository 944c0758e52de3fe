import { Fn, Stack, Token } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import { accept } from './accept.ts'

export interface EdgeProps {
  readonly http: HttpApi
  readonly domainName: string | undefined
  readonly certificateArn: string | undefined
}

/** Requests of one address in five minutes: an agent of a node sends 3, a page in use some hundred. */
const PER_ADDRESS = 3_000
/** Where CloudFront's web ACLs and certificates are (AWS WAF developer guide). */
const REGION = 'us-east-1'

/** CloudFront before the API, and WAF before CloudFront: it keeps off who sends too much from one address. Nothing is cached. */
export class Edge extends Construct {
  /** Host that it is reached by; DNS of a name of your own is led to it. */
  readonly target: string

  constructor(scope: Construct, id: string, { http, domainName, certificateArn }: EdgeProps) {
    super(scope, id)
    const { region } = Stack.of(this)
    if (!Token.isUnresolved(region) && region !== REGION)
      throw new Error(
        `edge needs a stack in ${REGION}, where WAF makes what belongs to CloudFront; this one is in ${region}`,
      )
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('edge'),
      rules: [
        {
          name: 'address',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: PER_ADDRESS } },
          visibilityConfig: visible('address'),
        },
      ],
    })
    const distribution = new Distribution(this, 'Distribution', {
      webAclId: acl.attrArn,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(domainName !== undefined &&
        certificateArn !== undefined && {
          domainNames: [domainName],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
        }),
      defaultBehavior: {
        origin: new HttpOrigin(Fn.select(2, Fn.split('/', http.apiEndpoint)), {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // The API knows its own host alone.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      },
    })
    accept(distribution, {
      'AwsSolutions-CFR1':
        'From where programs push is not known; a list of countries is a choice of the account.',
      'AwsSolutions-CFR3': 'The access log of the API has every request that passes.',
      ...(domainName === undefined && {
        'AwsSolutions-CFR4': 'The certificate of CloudFront decides, until there is a name of your own.',
      }),
    })
    this.target = distribution.distributionDomainName
  }
}

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
})
