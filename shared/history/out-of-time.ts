/** A run has to end before it is done; what it has done stays, and the next run goes on from there. */
export class OutOfTime extends Error {
  /** false: the next run would come no further than this one. */
  readonly hasMoved: boolean

  constructor(service: string, hasMoved: boolean) {
    super(
      `the time of a run over ${service} was too short${hasMoved ? ' for all of it' : ' for the smallest step'}`,
    )
    this.hasMoved = hasMoved
  }
}

/** Parts of a service that is spread are to be closed by runs of their own before there can be a verdict. */
export class PartsOpen extends OutOfTime {
  /** Those that no run holds. */
  readonly parts: readonly string[]
  /** The first hour that stays open, milliseconds since the epoch. */
  readonly to: number

  constructor(service: string, parts: readonly string[], to: number) {
    super(service, true)
    this.parts = parts
    this.to = to
  }
}
