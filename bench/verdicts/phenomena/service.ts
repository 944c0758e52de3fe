import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import type { Random } from '../battery/random.ts'
import type { LeakingStack } from '../battery/stacks.ts'

/** A service as it is planned: what runs when, and what its goroutines do. Times are hours since the case began. */
export interface PlannedService {
  readonly spanHours: number
  /** From Monday 00:00 UTC to the begin of the case. */
  readonly weekHour: number
  /** Minutes between two snapshots of a process. */
  readonly stepMinutes: number
  /** A multiple of the average. */
  readonly traffic: (hour: number) => number
  /** Of one process at average traffic. */
  readonly requestsPerHour: number
  readonly lives: readonly PlannedLife[]
  readonly stacks: readonly PlannedStack[]
  readonly leak: PlannedLeak | undefined
}

/** One process from its start to its end, or to the end of the case. */
export interface PlannedLife {
  readonly instance: string
  readonly version?: string
  readonly from: number
  readonly to: number
  /** Hours that its clock is ahead. */
  readonly clockAhead?: number
}

/** What went on in a process since its snapshot before, and now. */
export interface Moment {
  readonly hour: number
  readonly lifeHour: number
  /** Hours since the snapshot before, or since the start of the process. */
  readonly elapsed: number
  readonly traffic: number
  /** Requests since the snapshot before. */
  readonly requests: number
}

/** Goroutines of a stack at each snapshot of a life, asked for in the order of time. */
export type Counting = (moment: Moment) => number

/** Healthy goroutines. */
export interface PlannedStack {
  /** Where they stand: in one stack, or in several that begin and end together, one for one. */
  readonly signatures: readonly Signature[]
  /** @param random the chance of this life, not shared with others */
  readonly counts: (life: PlannedLife, random: Random) => Counting
}

export interface PlannedLeak {
  readonly stack: LeakingStack
  /** Goroutines that are due since the snapshot before. */
  readonly due: (moment: Moment, life: PlannedLife) => number
  /** The healthy stack in which they stand too; undefined: they have one of their own. */
  readonly among?: SignatureId
}

/** What a phenomenon is asked to make. */
export interface Draw {
  /** One of the variants of the phenomenon. */
  readonly variant: string
  /** Chance that both twins share, so that they differ by the leak alone. */
  readonly random: Random
  readonly instances: number
  /** Undefined for the healthy twin. */
  readonly leaking: LeakingStack | undefined
}

/** Something that services do and that is easily taken for a leak, or hides one. */
export interface Phenomenon {
  readonly name: string
  readonly variants: readonly string[]
  /** Variants without a leaking twin. */
  readonly onlyHealthy?: readonly string[]
  readonly service: (draw: Draw) => PlannedService
}
