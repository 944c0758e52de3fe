import { Analysis } from './answers/analysis.ts'
import { BatchReceipt, Receipt, SocketReceipt } from './answers/profile.ts'
import { json, type Operation } from './operation.ts'
import { BatchQuery, PushQuery, SocketsQuery } from './schema.ts'

const BYTES = { 'application/octet-stream': undefined }
const TEXT = { 'text/plain': undefined }
const WHO = ['service', 'instance']

/** What comes in, in the shape of our own. */
export const PUSHES: readonly Operation[] = [
  {
    id: 'pushProfile',
    method: 'post',
    path: '/v1/profiles',
    scope: 'push',
    summary: 'Push one goroutine dump: debug=0, 1 or 2, gzip or not; labels as label.K=V',
    query: PushQuery,
    needs: WHO,
    body: BYTES,
    answers: { 201: json(Receipt) },
  },
  {
    id: 'pushBatch',
    method: 'post',
    path: '/v1/batches',
    scope: 'push',
    summary:
      'Push many goroutine dumps at once: a tar, gzip or not, of which each file is called as the query of /v1/profiles would be',
    query: BatchQuery,
    body: { 'application/x-tar': undefined },
    answers: { 201: json(BatchReceipt) },
  },
  {
    id: 'pushSockets',
    method: 'post',
    path: '/v1/sockets',
    scope: 'push',
    summary: 'Push a socket table: the output of netstat, ss, lsof, /proc/net/tcp or ls -l /proc/PID/fd',
    query: SocketsQuery,
    needs: WHO,
    body: TEXT,
    answers: { 201: json(SocketReceipt) },
  },
  {
    id: 'analyze',
    method: 'post',
    path: '/v1/analyze',
    scope: 'read',
    summary:
      'What dumps say: stacks, places, holders, known causes, what grew between several; a form adds socket tables. Nothing is stored',
    body: { ...BYTES, 'multipart/form-data': undefined },
    answers: { 200: json(Analysis) },
  },
]
