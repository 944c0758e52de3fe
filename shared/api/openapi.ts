import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { ProblemDetails } from './answers/error.ts'
import type { Content, Operation } from './operation.ts'

/** What the document says of the server that answers it. */
export interface Server {
  /** Origin of the API, such as `https://tidemark.example`. */
  readonly url: string
  /** Of Tidemark. */
  readonly version: string
}

/** OpenAPI 3.1 document of all operations, from the schemas that also check what comes in. */
export function openApi(operations: readonly Operation[], { url, version }: Server) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tidemark',
      version,
      summary: 'Takes in goroutine profiles of Go services and says which stack leaks.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'Any user; the token is the password.' },
      },
      responses: {
        refused: {
          description: 'Refused; `reason` is a word of a closed list, /docs/errors shows it.',
          content: contentObject({ 'application/problem+json': ProblemDetails }),
        },
      },
    },
  }
}

function operationObject(operation: Operation) {
  const { id, summary, scope, body, answers } = operation
  const described = Object.entries(answers).map(([status, content]) => [
    status,
    {
      description: DESCRIPTION[status] ?? 'Answered',
      ...(content === undefined ? {} : { content: contentObject(content) }),
    },
  ])
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentObject(body) } }),
    responses: { ...Object.fromEntries(described), default: { $ref: '#/components/responses/refused' } },
    ...(scope === 'none'
      ? { security: [] }
      : { security: [{ bearer: [] }, { basic: [] }], 'x-tidemark-scope': scope }),
  }
}

const DESCRIPTION: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Stored',
  202: 'Begun',
  204: 'Done, nothing to say',
  304: 'As the If-None-Match says it is known',
}

const pathParameters = ({ path }: Operation) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const queryParameters = ({ query, needs = [] }: Operation) =>
  Object.entries(query?.entries ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: needs.includes(name) || isNeeded(schema),
    schema: jsonSchema(schema),
  }))

const headerParameters = ({ headers = [] }: Operation) =>
  headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }))

const isNeeded = ({ type }: v.GenericSchema): boolean => type !== 'optional' && type !== 'exact_optional'

const contentObject = (content: Content) =>
  Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      schema === undefined ? {} : { schema: jsonSchema(schema) },
    ]),
  )

/** The shape as it is sent: what a schema makes of it afterwards is the server's own. */
function jsonSchema(schema: v.GenericSchema) {
  const { $schema: _, ...shape } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  })
  return shape
}
