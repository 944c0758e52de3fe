import type { GroupSocketBody } from './socket-body.ts'

/** In this thread; what reads tables is loaded with the first one. */
export const groupSocketBodyHere: GroupSocketBody = async (body, context) =>
  (await import('./socket-body.ts')).groupTable(body, context)
