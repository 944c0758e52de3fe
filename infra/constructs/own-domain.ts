import { ApiMapping, DomainName, type HttpApi, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Construct } from 'constructs'

export interface OwnDomainProps {
  readonly http: HttpApi
  readonly stage: HttpStage
  readonly domainName: string
  readonly certificateArn: string
}

/** A name of the account for the API; its DNS is led to `target` by who has the zone. */
export class OwnDomain extends Construct {
  readonly target: string

  constructor(scope: Construct, id: string, { http, stage, domainName, certificateArn }: OwnDomainProps) {
    super(scope, id)
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    const domain = new DomainName(this, 'Name', { domainName, certificate })
    new ApiMapping(this, 'Mapping', { api: http, domainName: domain, stage })
    this.target = domain.regionalDomainName
  }
}
