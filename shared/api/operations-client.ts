import * as v from 'valibot'
import type { Operation } from './operation.ts'
import { PushQuery } from './schema.ts'

/** `POST /ingest` of Pyroscope; whatever else its clients send along is not read. */
export const IngestQuery = v.object({
  name: v.optional(v.string(), ''),
  from: v.optional(v.string()),
  until: v.optional(v.string()),
  format: v.optional(v.string()),
})

const PROFILE = { 'multipart/form-data': undefined, 'application/octet-stream': undefined }
const MESSAGE = { 'application/proto': undefined, 'application/json': undefined }
const OTLP = { 'application/x-protobuf': undefined, 'application/json': undefined }

const ingest = (id: string, path: string): Operation => ({
  id,
  method: 'post',
  path,
  scope: 'push',
  summary: 'Push a profile from an SDK of Pyroscope; responses and errors are those of Pyroscope',
  query: IngestQuery,
  needs: ['name'],
  body: PROFILE,
  answers: { 200: undefined },
})

/** Contracts of clients that are not ours. */
export const CLIENTS: readonly Operation[] = [
  ingest('pyroscopeIngest', '/ingest'),
  ingest('pyroscopeIngestBelow', '/pyroscope/ingest'),
  {
    id: 'pyroscopePush',
    method: 'post',
    path: '/push.v1.PusherService/Push',
    scope: 'push',
    summary: 'Push profiles from Alloy or profilecli, as a unary call of Connect',
    body: MESSAGE,
    answers: { 200: MESSAGE },
  },
  {
    id: 'otlpProfiles',
    method: 'post',
    path: '/v1development/profiles',
    scope: 'push',
    summary:
      'Push profiles by OTLP over HTTP, as the OpenTelemetry Collector does; what is not stored, partial_success says',
    headers: ['otlp-profiles-development-version'],
    body: OTLP,
    answers: { 200: OTLP },
  },
  {
    id: 'pushPprof',
    method: 'post',
    path: '/v1/pprof',
    scope: 'push',
    summary:
      'Push a profile as to the pprofreceiver of the OpenTelemetry Collector; whose it is stands in the query',
    query: PushQuery,
    needs: ['service', 'instance'],
    body: { 'application/octet-stream': undefined },
    answers: { 204: undefined },
  },
  {
    id: 'datadogInput',
    method: 'post',
    path: '/profiling/v1/input',
    scope: 'push',
    summary:
      'Push profiles from dd-trace-go: goroutines.pprof and goroutineleak.pprof of the form are stored; the token may stand in DD-API-KEY',
    body: { 'multipart/form-data': undefined },
    answers: { 200: { 'application/json': undefined } },
  },
  {
    id: 'mcp',
    method: 'post',
    path: '/mcp',
    scope: 'read',
    summary: 'Tools for coding agents: Streamable HTTP of the Model Context Protocol, without sessions',
    body: { 'application/json': undefined },
    answers: { 200: { 'application/json': undefined, 'text/event-stream': undefined } },
  },
]
