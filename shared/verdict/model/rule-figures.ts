/** The numbers that decide a rule, by the names under which answers show them. A rule asked of lives together has others. */
export interface RuleFigures {
  'low-water-rises':
    | {
        readonly from: number
        readonly to: number
        readonly growth: number
        readonly floor: number
        readonly perHour: number
      }
    | { readonly lives: number; readonly growth: number; readonly floor: number }
  monotone:
    | { readonly p: number; readonly z: number; readonly points: number }
    | { readonly p: number; readonly lives: number }
  separated: { readonly firstQuarterP90: number; readonly lastQuarterP10: number }
  /** Per hour of the clock that told: busy hours or plain ones. */
  alive:
    | { readonly perHour: number; readonly tailPerHour: number; readonly came: number }
    | { readonly growth: number; readonly late: number }
  'never-returns': { readonly rises: number; readonly falls: number; readonly returned: number }
  'not-a-step':
    | { readonly growth: number; readonly jump: number; readonly left: number; readonly jumps: number }
    | { readonly growth: number; readonly alike: number }
  'not-saturating': { readonly gain: number; readonly ceiling: number }
  'not-load': Partial<LoadFigures> & { readonly spanHours?: number }
  'again-after-restart': { readonly lives: number; readonly alike: number; readonly restarts: number }
  'several-processes': { readonly processes: number }
  /** None where no entry matches. */
  'known-cause': { readonly entry?: number; readonly count?: number }
  'runtime-proof': ProofFigures
  ages: Partial<AgeFigures>
  sockets: { readonly tables: number; readonly count: number; readonly sockets: number }
  'pile-up': { readonly least: number; readonly limit: number }
  residents: Partial<ResidentFigures>
  burst: { readonly points: number; readonly growth: number; readonly floor: number }
}

/** Of the served connections; none where nothing serves. */
interface LoadFigures {
  readonly servedFrom: number
  readonly servedTo: number
  readonly servedMean: number
  readonly servedSpread: number
  readonly rank: number
  readonly left: number
  /** Share of the growth, 0 to 1. */
  readonly explained: number
  readonly countRose: number
  readonly loadRose: number
}

/** Of the individuals in full dumps; none where no dump shows any. */
interface ResidentFigures {
  readonly dumps: number
  /** Seen in two dumps or more. */
  readonly residents: number
  readonly joined: number
  readonly left: number
  /** Those older than this were watched, and left at this rate. @see Tail */
  readonly tailHours: number
  readonly tailIndex: number
}

/** Of the leak profiles; what the process gained is there where one read lists most of it. */
interface ProofFigures {
  readonly reads: number
  readonly most: number
  readonly growth: number
  readonly gained?: number
}

/** Waits in minutes; none where no dump shows any. */
interface AgeFigures {
  readonly oldest: number
  readonly median: number
  readonly distinct: number
  readonly oldestOfAll: number
}
