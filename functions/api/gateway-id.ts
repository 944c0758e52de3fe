/** The part of an HTTP API's event that is read (API Gateway Developer Guide, payload 2.0). */
interface GatewayEvent {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly requestContext: { readonly requestId: string }
}

/** A request that has no id of its own gets the gateway's, by which the access log knows it. */
export const withGatewayId = <Event extends GatewayEvent>(event: Event): Event => ({
  ...event,
  headers: { 'x-request-id': event.requestContext.requestId, ...event.headers },
})
