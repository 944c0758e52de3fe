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
    summary: 'Announce a dump of up to 64 MB; the answer has the URL that it is put to',
    query: UploadQuery,
    needs: ['service', 'instance'],
    answers: { 201: json(AnnouncedUpload) },
  },
  {
    id: 'getUpload',
    method: 'get',
    path: '/v1/uploads/{id}',
    scope: 'push',
    summary: 'What has become of an upload; a token to read will do as well',
    answers: { 200: json(Upload) },
  },
]
