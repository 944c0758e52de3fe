import * as v from 'valibot'
import type { Found, LeftOut } from '../discovery/source.ts'
import type { Target } from '../target.ts'
import { Pod } from './pod.ts'
import { podTarget, type Told } from './pod-target.ts'

/** Pods that ask to be pulled and are remembered; each has 1 KB. */
const MOST_PODS = 10_000

/** The pods that ask to be pulled, as lists and events tell them. Others are forgotten at once. */
export class PodTable {
  readonly #most: number
  #told = new Map<string, Told>()
  /** Pods for which there was no place since the last list. */
  #beyond = 0

  constructor(most = MOST_PODS) {
    this.#most = most
  }

  /** A new list is there: what is not in it is gone. */
  replace(pods: PodTable): void {
    this.#told = pods.#told
    this.#beyond = pods.#beyond
  }

  /** @param object of the API: what cannot be read as a pod asks for nothing */
  put(object: unknown): void {
    const pod = v.safeParse(Pod, object)
    if (!pod.success) return
    const told = podTarget(pod.output)
    const key = keyOf(pod.output)
    if (told === undefined) this.#told.delete(key)
    else if (this.#told.has(key) || this.#told.size < this.#most) this.#told.set(key, told)
    else this.#beyond++
  }

  remove(object: unknown): void {
    const pod = v.safeParse(Pod, object)
    if (pod.success) this.#told.delete(keyOf(pod.output))
  }

  found(): Found {
    const targets: Target[] = []
    const leftOut: LeftOut[] = []
    for (const told of this.#told.values()) {
      if ('target' in told) targets.push(told.target)
      else leftOut.push(told.leftOut)
    }
    if (this.#beyond > 0) {
      const why = `more than ${this.#most} pods ask to be pulled: run an agent per node or namespace`
      leftOut.push({ what: 'all others', why })
    }
    return { targets, leftOut }
  }
}

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace}/${metadata.name}`
