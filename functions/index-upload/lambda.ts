import { createDeps } from '../deps.ts'
import { readEnv } from '../env.ts'
import { handleBatch } from './handle-batch.ts'

const deps = createDeps(readEnv('index-upload', process.env), { now: () => Date.now() })

export const handler = (event: Parameters<typeof handleBatch>[1]) => handleBatch(deps, event)
