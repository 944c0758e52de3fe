import type { SignatureId } from '#shared/signature/signature.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'

/** What a method thinks of signatures that belong together. */
export interface Answer {
  readonly signatures: readonly SignatureId[]
  /** Only to be looked at; all others are reported. */
  readonly quiet?: boolean
  /** 0 … 1 that it is a leak; undefined where the method has no number. */
  readonly probability?: number | undefined
  /** Goroutines an hour of one process, of one signature; undefined where the method has no number. */
  readonly perHour?: number
  /** Milliseconds since the epoch. */
  readonly since?: number
  /** Entry of the catalogue. */
  readonly cause?: string | undefined
}

/** Those that wake somebody. */
export const reported = <Some extends Pick<Answer, 'quiet'>>(answers: readonly Some[]): Some[] =>
  answers.filter(({ quiet }) => quiet !== true)

/** A way to tell leaks from everything else; all of them see the same input. */
export interface Method {
  readonly name: string
  /** Where its rule was read. */
  readonly source: string
  readonly answers: Answers
  /** In place of `answers` where a method remembers what it said: what answers one case, from its first look to its last. */
  readonly begin?: () => Answers
}

type Answers = (input: JudgeInput) => readonly Answer[]

/** Scores of one input: what a signature has to show for itself. One that is missing is reported at no threshold. */
export type Scores = ReadonlyMap<SignatureId, number>

/** A rule with one number left open, its decision threshold: it reports the signatures that score as much. */
export interface Detector {
  readonly name: string
  readonly source: string
  /** What the score counts. */
  readonly score: string
  /** Thresholds that were published. */
  readonly published: readonly number[]
  readonly scores: (input: JudgeInput) => Scores
}

/** The detector at one of its thresholds. */
export const methodAt = (
  { name, source, scores }: Detector,
  threshold: number,
  called: string = name,
): Method => ({
  name: called,
  source,
  answers: (input) =>
    [...scores(input)].flatMap(([id, score]) => (score >= threshold ? [{ signatures: [id] }] : [])),
})
