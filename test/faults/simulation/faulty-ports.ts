import type { NoticeTopic } from '#shared/delivery/notice-topic.ts'
import type { IndexQueue } from '#shared/store/index-queue.ts'
import type { ProfileStore } from '#shared/store/profile-store.ts'
import type { RowStore } from '#shared/store/rows.ts'
import { all } from '#test/support/stores.ts'

/** One request to a store: what befalls it is decided here. */
export type Request = <Answer>(isWrite: boolean, send: () => Promise<Answer>) => Promise<Answer>

export const faultyRows = (rows: () => RowStore, request: Request): RowStore => ({
  get: (key, freshness) => request(false, () => rows().get(key, freshness)),
  getMany: (keys) => request(false, () => rows().getMany(keys)),
  put: (row, oneOf) => request(true, () => rows().put(row, oneOf)),
  set: (key, attributes, oneOf) => request(true, () => rows().set(key, attributes, oneOf)),
  delete: (key, oneOf) => request(true, () => rows().delete(key, oneOf)),
  query: async function* (range) {
    const found = await request(false, () => all(rows().query(range)))
    yield* found
  },
})

export const faultyProfiles = (profiles: () => ProfileStore, request: Request): ProfileStore => ({
  put: (profile) => request(true, () => profiles().put(profile)),
  get: (key) => request(false, () => profiles().get(key)),
  size: (key) => request(false, () => profiles().size(key)),
  remove: (key) => request(true, () => profiles().remove(key)),
  list: async function* (prefix, after) {
    yield* await request(false, () => all(profiles().list(prefix, after)))
  },
  folders: async function* (prefix) {
    yield* await request(false, () => all(profiles().folders(prefix)))
  },
  presignPut: (target, now) => profiles().presignPut(target, now),
})

export const faultyQueue = (queue: () => IndexQueue, request: Request): IndexQueue => ({
  send: (message) => request(true, () => queue().send(message)),
})

export const faultyTopic = (topic: NoticeTopic, request: Request): NoticeTopic => ({
  publish: (tenant, message) => request(true, () => topic.publish(tenant, message)),
})
