import { createApp } from '#functions/api/app.ts'
import { bodyRoom } from '#functions/api/caller/body-room.ts'
import { readPage } from '#functions/api/page-folder.ts'
import { requestsPerMinute, webhookReach } from '#functions/env.ts'
import { reportYesterday } from '#functions/report/report.ts'
import { webhookPoster } from '#shared/delivery/post-webhook.https.ts'
import { trackerCaller } from '#shared/delivery/tracker/call-tracker.https.ts'
import { lazy } from '#shared/lazy.ts'
import { removeLooseSlices } from '#shared/store/profile-store.sqlite.ts'
import { MINUTE } from '#shared/time.ts'
import { withReserve } from './disk.ts'
import { firstToken, NoTokenError, readToken } from './first-token.ts'
import { lockFolder } from './folder-lock.ts'
import { isLoopback, listen, ownHost } from './http-server.ts'
import { judgeThread } from './judge-thread.ts'
import { openStores } from './open-stores.ts'
import { privateFolder } from './private-folder.ts'
import { startPump } from './pump.ts'
import { inProcessJudgeQueue } from './queues.in-process.ts'
import { readingThreads } from './reading-threads.ts'
import { pageFiles } from './shipped-files.ts'
import { requireNewFolder } from './take-over.ts'
import { foundDamage, startUpkeep } from './upkeep.ts'
import { uploadRoute } from './upload-route.ts'

/** A whole Tidemark in this process, its data in one folder. */
export interface LocalStack {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

export interface LocalOptions {
  readonly directory: string
  /** Address to listen on; 127.0.0.1 without it. */
  readonly host?: string
  /** By which a proxy on this machine asks, beside addresses and localhost. */
  readonly names?: readonly string[]
  /** 0: any free one. */
  readonly port: number
  /** Folder of a page that was built; without it the page is made of its sources, where it is first asked for. */
  readonly page?: string | undefined
  /** Milliseconds between two rounds of the schedule. */
  readonly judgeEvery?: number
  /** Days that profiles and blocks are kept; 90 without it. */
  readonly keepDays?: number | undefined
  /** Bytes that the database may have before the oldest profiles go; any without it. */
  readonly maxBytes?: number | undefined
}

/** No Lambda is in the way here: a whole debug=2 dump, which the runtime cuts at 64 MB, goes in at once. */
const BODY_LIMIT = 64 * 1024 * 1024
/** Bytes of bodies that wait for a thread to read them, at one time. */
const BODIES_LIMIT = 2 * BODY_LIMIT
const KEEP_DAYS = 90

/**
 * Opens the data folder, and starts the API in front of it and the schedule behind it.
 *
 * @throws NoTokenError where others could reach a stack whose folder has no token
 * @throws OldFolderError where it is of before 2026-11-29
 * @throws FolderInUseError where another process has the folder
 * @throws Error where the port is taken (`EADDRINUSE`), as node:net says it
 */
export async function startLocal(options: LocalOptions): Promise<LocalStack> {
  const started: Closing[] = []
  const close = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.close()
  }
  try {
    return { ...(await startParts(options, (part) => started.push(part))), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Closing {
  close(): Promise<unknown>
}

/** @param onStart hears of each part that has to be closed, in the order of their start */
async function startParts(
  {
    directory,
    host = '127.0.0.1',
    names = [],
    port,
    page,
    judgeEvery = MINUTE,
    keepDays = KEEP_DAYS,
    maxBytes,
  }: LocalOptions,
  onStart: (part: Closing) => void,
): Promise<Omit<LocalStack, 'close'>> {
  if (!isLoopback(host) && (await readToken(directory)) === undefined) throw new NoTokenError(directory)
  await privateFolder(directory)
  requireNewFolder(directory)
  onStart(withReserve(directory, () => lockFolder(directory)))
  const now = (): number => Date.now()
  const found = foundDamage()
  const { folder, stores } = withReserve(directory, () =>
    openStores(directory, { now, keepDays, onDamage: found.add }),
  )
  onStart(folder)
  removeLooseSlices(folder.database)
  const reach = webhookReach(process.env)
  const post = webhookPoster({ reach, now })
  const call = trackerCaller({ reach })
  // The address is known once the server listens; nothing is told before.
  const listening = Promise.withResolvers<string>()
  const judging = judgeThread(
    async () => ({ directory, keepDays, reach, publicUrl: await listening.promise }),
    { meter: stores.meter, onDamage: found.add },
  )
  onStart(judging)
  const reading = readingThreads()
  onStart(reading)
  // Whoever has dumps analysed holds up no push.
  const analysing = readingThreads({ most: 1 })
  onStart(analysing)
  const deps = {
    ...stores,
    ...reading.readers,
    analyzeBody: analysing.readers.analyzeBody,
    judge: judging.judge,
    judgeQueue: inProcessJudgeQueue(({ tenant, service }) => judging.judge(tenant, service)),
    bodyLimit: BODY_LIMIT,
    room: bodyRoom(BODIES_LIMIT),
    requestsPerMinute: requestsPerMinute(process.env),
    post,
    call,
    reach,
    // Others reach it by whatever name they gave it.
    isOwnHost: isLoopback(host) ? ownHost(names) : undefined,
    trouble: folder.room.trouble,
    page: lazy(page === undefined ? pageFiles : () => readPage(page)),
  }
  const token = await firstToken(directory, deps.tokens, now())
  const app = createApp(deps).route('/', uploadRoute({ ...deps, secret: folder.secret }))
  const server = await listen(app.fetch, host, port)
  listening.resolve(server.url)
  const telling = { ...stores, post, call, topic: undefined, publicUrl: server.url }
  const report = async () => reportYesterday(telling, now())
  const pump = startPump({ deps, queue: folder.queue, every: judgeEvery, report })
  // A service that is judged for minutes ends with the thread.
  onStart({ close: () => Promise.all([pump.stop(), judging.close()]) })
  const upkeep = startUpkeep({ directory, folder, found, retention: { keepDays, maxBytes }, now })
  onStart({ close: () => upkeep.stop() })
  onStart(server)
  return { url: server.url, token }
}
