import * as v from 'valibot'
import { json, type Operation } from './operation.ts'

const Health = v.object({ status: v.string() })

/** Figures, health and this document itself. */
export const ABOUT: readonly Operation[] = [
  {
    id: 'metrics',
    method: 'get',
    path: '/metrics',
    scope: 'read',
    summary: 'Metrics for Prometheus: goroutines, findings by tier, growth per hour, profiles by outcome',
    headers: ['accept'],
    answers: { 200: { 'text/plain': undefined, 'application/openmetrics-text': undefined } },
  },
  {
    id: 'health',
    method: 'get',
    path: '/healthz',
    scope: 'none',
    summary: 'Liveness: the process responds',
    answers: { 200: json(Health) },
  },
  {
    id: 'readiness',
    method: 'get',
    path: '/readyz',
    scope: 'none',
    summary: 'Readiness: the table responds too',
    answers: { 200: json(Health), 503: json(Health) },
  },
  {
    id: 'errors',
    method: 'get',
    path: '/docs/errors',
    scope: 'none',
    summary: 'The closed list of reasons',
    answers: { 200: { 'text/html': undefined } },
  },
  {
    id: 'document',
    method: 'get',
    path: '/openapi.json',
    scope: 'none',
    summary: 'This document',
    answers: { 200: json(v.looseObject({ openapi: v.string() })) },
  },
  {
    id: 'overview',
    method: 'get',
    path: '/docs',
    scope: 'none',
    summary: 'This document as a web page',
    answers: { 200: { 'text/html': undefined } },
  },
]
