/** Parts of the stack that an account chooses, each by `--context name=value`; without any of them the stack has none. */
export interface Options {
  /** The table that point-in-time recovery has made. */
  readonly tableName?: string | undefined
  /** A name of your own, and the certificate for it: of the region of the stack, or of us-east-1 with `edge`. */
  readonly domainName?: string | undefined
  readonly certificateArn?: string | undefined
  /** CloudFront and WAF in front; WAF makes what belongs to CloudFront in us-east-1 alone. */
  readonly edge?: boolean
  /** Bucket, table, queues and topics are encrypted with a key of the account. */
  readonly ownKey?: boolean
  /** The interface endpoint of a VPC for `execute-api`, by which alone a second, private address is reached. */
  readonly vpcEndpointId?: string | undefined
}

/** @param read a value of the context @throws Error for what cannot be */
export function optionsOf(read: (name: string) => unknown): Options {
  const text = (name: string): string | undefined => {
    const value = read(name)
    if (value === undefined || typeof value === 'string') return value
    throw new Error(`--context ${name} must be a text`)
  }
  const isSet = (name: string): boolean => {
    const value = read(name)
    if (value === undefined || value === 'false' || value === false) return false
    if (value === 'true' || value === true) return true
    throw new Error(`--context ${name} must be true or false`)
  }
  const [domainName, certificateArn] = [text('domainName'), text('certificateArn')]
  if ((domainName === undefined) !== (certificateArn === undefined))
    throw new Error('--context domainName and --context certificateArn are said together')
  return {
    tableName: text('tableName'),
    domainName,
    certificateArn,
    edge: isSet('edge'),
    ownKey: isSet('ownKey'),
    vpcEndpointId: text('vpcEndpointId'),
  }
}
