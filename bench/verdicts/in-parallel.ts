import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * Runs one job after another in workers, so many at a time.
 *
 * @param file a module that posts one message for its `workerData`
 * @returns the messages in the order of the jobs
 */
export async function inParallel<Job, Answer>(
  file: URL,
  jobs: readonly Job[],
  workers: number,
): Promise<Answer[]> {
  const answers: Answer[] = []
  let next = 0
  const runner = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      const worker = new Worker(file, { workerData: jobs[i] })
      const [answer] = (await once(worker, 'message')) as [Answer]
      answers[i] = answer
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, runner))
  return answers
}
