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
