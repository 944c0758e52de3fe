import { createDeps } from '../deps.aws.ts'
import { readEnv } from '../env.ts'
import { metered } from '../meter.emf.ts'
import { handleBatch } from './handle-batch.ts'

const stores = createDeps(readEnv('index-upload', process.env), { now: () => Date.now() })
const deps = metered(stores, process.env.AWS_LAMBDA_FUNCTION_NAME)

export const handler = (event: Parameters<typeof handleBatch>[1]) => handleBatch(deps, event)
