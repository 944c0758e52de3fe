import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Method } from './method.ts'

/** A job of a worker, with the modules of methods to play: functions do not travel between threads, so each thread loads them. */
export interface WithMethods<Job> {
  readonly job: Job
  /** Paths; relative ones start where the command was called. */
  readonly methods: readonly string[]
}

/** @throws TypeError that names the module that exports no `method` */
export async function methodsFrom(files: readonly string[]): Promise<Method[]> {
  const methods: Method[] = []
  for (const file of files) {
    const { method: given } = (await import(pathToFileURL(resolve(file)).href)) as {
      method?: Partial<Method>
    }
    const { name, source, answers } = given ?? {}
    if (name === undefined || source === undefined || typeof answers !== 'function')
      throw new TypeError(`${file} must export a method: an object with name, source and answers(input)`)
    methods.push({ name, source, answers })
  }
  return methods
}
