import type {
  Finding,
  FindingEvidence,
  FindingIssue,
  FindingProcesses,
  FindingStory,
} from '#shared/api/answers/finding.ts'
import type { Strata } from '#shared/api/answers/signature.ts'
import type { AnswerOf } from '../api.ts'

export type FindingAnswer = AnswerOf<typeof Finding>
export type IssueAnswer = AnswerOf<typeof FindingIssue>
export type EvidenceAnswer = AnswerOf<typeof FindingEvidence>
export type ProcessesAnswer = AnswerOf<typeof FindingProcesses>
export type StoryAnswer = AnswerOf<typeof FindingStory>
export type StrataAnswer = AnswerOf<typeof Strata>
export type Verdict = FindingAnswer['verdict']
export type Member = Verdict['members'][number]
export type SourceLine = NonNullable<NonNullable<EvidenceAnswer['source']>['telling']>
