import { get, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

/**
 * Loads a bundle and answers what the Runtime API hands out, as Lambda's own runtime does, and no more than that.
 *
 * Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda Developer Guide.
 */
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`
const { handler } = await import(new URL(process.argv[2] ?? '', 'file:').href)
const next = await new Promise<IncomingMessage>((answered) => get(`${api}/next`, answered))
const id = String(next.headers['lambda-runtime-aws-request-id'])
const answer = await handler(JSON.parse(await text(next)), { awsRequestId: id })
request(`${api}/${id}/response`, { method: 'POST' }).end(JSON.stringify(answer))
