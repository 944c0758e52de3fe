import type { CauseCase } from '../stack.ts'
import { BACKGROUND_CASES } from './background.ts'
import { CLIENT_CASES } from './client.ts'
import { DATABASE_CASES } from './database.ts'
import { HTTP_CASES } from './http.ts'
import { LIBRARY_CASES } from './library.ts'
import { MESSAGING_CASES } from './messaging.ts'
import { OPEN_CASES } from './open.ts'
import { PEER_CASES } from './peer.ts'
import { QUEUE_CASES } from './queue.ts'
import { RPC_CASES } from './rpc.ts'
import { SHAPE_CASES } from './shape.ts'
import { STANDARD_CASES } from './standard.ts'
import { UNDER_WAY_CASES } from './under-way.ts'

/** A case for each entry of the catalogue. */
export const CASES: readonly CauseCase[] = [
  ...HTTP_CASES,
  ...DATABASE_CASES,
  ...RPC_CASES,
  ...MESSAGING_CASES,
  ...LIBRARY_CASES,
  ...SHAPE_CASES,
  ...BACKGROUND_CASES,
  ...PEER_CASES,
  ...UNDER_WAY_CASES,
  ...QUEUE_CASES,
  ...CLIENT_CASES,
  ...STANDARD_CASES,
  ...OPEN_CASES,
]
