import { Flame } from './answers/flame.ts'
import { type Content, json, type Operation } from './operation.ts'
import { DiffQuery, ExportQuery, FlameQuery, MergeQuery } from './schema.ts'

const PROFILE = '/v1/services/{service}/profiles/{id}'
const PROTO = { 'application/octet-stream': undefined }
const TEXT = { 'text/plain': undefined }

const exported = (
  operation: Pick<Operation, 'id' | 'path' | 'summary' | 'query'>,
  content: Content,
): Operation => ({
  ...operation,
  method: 'get',
  scope: 'read',
  headers: ['if-none-match'],
  answers: { 200: content, 304: undefined },
})

/** Stacks in the forms of other tools. */
export const EXPORTS: readonly Operation[] = [
  exported(
    {
      id: 'profileProto',
      path: `${PROFILE}.pb.gz`,
      summary: 'One profile as profile.proto, for go tool pprof',
      query: ExportQuery,
    },
    PROTO,
  ),
  exported(
    { id: 'profileText', path: `${PROFILE}.txt`, summary: 'One profile as text', query: ExportQuery },
    TEXT,
  ),
  exported(
    {
      id: 'profileFolded',
      path: `${PROFILE}.folded`,
      summary: 'One profile as folded stacks, for flamegraph.pl',
      query: ExportQuery,
    },
    TEXT,
  ),
  exported(
    {
      id: 'profileTree',
      path: `${PROFILE}.json`,
      summary: 'One profile as a tree, for d3-flame-graph',
      query: ExportQuery,
    },
    json(Flame),
  ),
  exported(
    {
      id: 'merge',
      path: '/v1/services/{service}/merge.pb.gz',
      summary: 'All processes at one time as profile.proto, for go tool pprof',
      query: MergeQuery,
    },
    PROTO,
  ),
  exported(
    {
      id: 'mergeFolded',
      path: '/v1/services/{service}/merge.folded',
      summary: 'All processes at one time as folded stacks, for flamegraph.pl',
      query: MergeQuery,
    },
    TEXT,
  ),
  exported(
    {
      id: 'difference',
      path: '/v1/services/{service}/diff.pb.gz',
      summary: 'Difference of two profiles or times, for go tool pprof',
      query: DiffQuery,
    },
    PROTO,
  ),
  exported(
    {
      id: 'flame',
      path: '/v1/services/{service}/flame.json',
      summary: 'All processes at one time, or the difference of two times, as a tree for d3-flame-graph',
      query: FlameQuery,
    },
    json(Flame),
  ),
]
