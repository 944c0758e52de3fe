/** Id of the request that a message is sent for; undefined: of none. */
export type AskingRequest = () => string | undefined

/** A message of SQS as the function behind the queue gets it: the part that is read. */
export interface Received {
  readonly messageAttributes?: { readonly requestId?: { readonly stringValue?: string } }
}

/** The part of a message to SQS that leads from the log of the function behind the queue to the request. */
export function requestAttribute(request: AskingRequest = () => undefined) {
  const StringValue = request()
  return StringValue === undefined
    ? {}
    : { MessageAttributes: { requestId: { DataType: 'String', StringValue } } }
}

/** The id that `requestAttribute` put there. */
export const requestOf = ({ messageAttributes }: Received): string | undefined =>
  messageAttributes?.requestId?.stringValue
