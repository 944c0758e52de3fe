import type { Service as ServiceAnswer } from '#shared/api/answers/service.ts'
import type { AnswerOf } from '../api.ts'

export type Service = AnswerOf<typeof ServiceAnswer>
