import { AnnouncedUpload, Upload } from './answers/upload.ts'
import { json, type Operation } from './operation.ts'
import { UploadQuery } from './schema.ts'

/** How dumps come in that are too large for a push. */
export const UPLOADING: readonly Operation[] = [
  {
    id: 'announceUpload',
    method: 'post',
    path: '/v1/uploads',
    scope: 'push',
    summary: 'Announce a dump of up to 64 MB; the response has the URL for its upload',
    query: UploadQuery,
    needs: ['service', 'instance'],
    answers: { 201: json(AnnouncedUpload) },
  },
  {
    id: 'getUpload',
    method: 'get',
    path: '/v1/uploads/{id}',
    scope: 'push',
    summary: 'State of an upload; a token with the scope read is enough',
    answers: { 200: json(Upload) },
  },
]
