import {
  FindingEvidence,
  FindingFix,
  FindingIssue,
  FindingPage,
  FindingProcesses,
  Finding as FindingShape,
  FindingStory,
  Judgement,
  JudgingBegun,
} from './answers/finding.ts'
import { Reindexing } from './answers/reindex.ts'
import { Found } from './answers/search.ts'
import { FindingChange } from './finding-change-schema.ts'
import { json, type Operation } from './operation.ts'
import { FindingsQuery, FixQuery, JudgeQuery, ReindexQuery, SearchQuery } from './schema.ts'

/** What leaks, and the runs that say so. */
export const FINDINGS: readonly Operation[] = [
  {
    id: 'listFindings',
    method: 'get',
    path: '/v1/findings',
    scope: 'read',
    summary: 'List open findings, the most severe first',
    query: FindingsQuery,
    answers: { 200: json(FindingPage) },
  },
  {
    id: 'getFinding',
    method: 'get',
    path: '/v1/findings/{id}',
    scope: 'read',
    summary: 'The verdict with the figures of each rule, cause, fix and history',
    answers: { 200: json(FindingShape) },
  },
  {
    id: 'getFindingEvidence',
    method: 'get',
    path: '/v1/findings/{id}/evidence',
    scope: 'read',
    summary: 'Details of a finding from the newest dumps and socket tables: waits, labels, sockets',
    answers: { 200: json(FindingEvidence) },
  },
  {
    id: 'getFindingProcesses',
    method: 'get',
    path: '/v1/findings/{id}/processes',
    scope: 'read',
    summary: 'Which processes and releases show the leak, and which do not',
    answers: { 200: json(FindingProcesses) },
  },
  {
    id: 'getFindingStory',
    method: 'get',
    path: '/v1/findings/{id}/story',
    scope: 'read',
    summary: 'What became of the leak, from when it began, and who was told',
    answers: { 200: json(FindingStory) },
  },
  {
    id: 'getFindingIssue',
    method: 'get',
    path: '/v1/findings/{id}/issue',
    scope: 'read',
    summary:
      'The finding as the text of an issue: title, Markdown, and the form of the repository to put it in',
    answers: { 200: json(FindingIssue) },
  },
  {
    id: 'verifyFix',
    method: 'get',
    path: '/v1/findings/{id}/fix',
    scope: 'read',
    summary: 'Whether a version is free of the leak: yes, no, or not yet and when it will be sure',
    query: FixQuery,
    answers: { 200: json(FindingFix) },
  },
  {
    id: 'changeFinding',
    method: 'patch',
    path: '/v1/findings/{id}',
    scope: 'admin',
    summary: 'Resolve, archive, assign, reopen or comment on a finding, or mark it as intended',
    headers: ['If-Match'],
    body: json(FindingChange),
    answers: { 200: json(FindingShape) },
  },
  {
    id: 'search',
    method: 'get',
    path: '/v1/search',
    scope: 'read',
    summary: 'Search services, open findings and functions for a text',
    query: SearchQuery,
    answers: { 200: json(Found) },
  },
  {
    id: 'judge',
    method: 'post',
    path: '/v1/judge',
    scope: 'admin',
    summary: 'Judge a service now',
    query: JudgeQuery,
    answers: { 200: json(Judgement), 202: json(JudgingBegun) },
  },
  {
    id: 'reindex',
    method: 'post',
    path: '/v1/reindex',
    scope: 'admin',
    summary:
      'Rebuild the index from stored profiles and socket tables, one page per call, oldest first per service',
    query: ReindexQuery,
    answers: { 202: json(Reindexing) },
  },
]
