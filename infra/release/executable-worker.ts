import { getAsset } from 'node:sea'
import { Worker as ThreadWorker, type WorkerOptions } from 'node:worker_threads'

export * from 'node:worker_threads'

/** A thread whose module is an asset of the executable; modules of the program get it as that of `node:worker_threads`. */
export class Worker extends ThreadWorker {
  constructor(entry: URL, options: WorkerOptions = {}) {
    super(getAsset('executable-main.js', 'utf8'), { ...options, argv: [entry.href], eval: true })
  }
}
