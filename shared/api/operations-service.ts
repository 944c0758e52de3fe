import { SnapshotPage, StoredProfile } from './answers/profile.ts'
import { Quiet } from './answers/quiet.ts'
import { ChangedService, ProcessPage, Service, ServicePage, ServiceTotal } from './answers/service.ts'
import { Series, SignaturePage, Signature as SignatureShape, Strata } from './answers/signature.ts'
import { json, type Operation } from './operation.ts'
import { PageQuery, ProfilesQuery, SeriesQuery, SignaturesQuery, StrataQuery, TotalQuery } from './schema.ts'
import { ServicePatch } from './settings-schema.ts'

/** Services, their processes, stacks and profiles. */
export const SERVICES: readonly Operation[] = [
  {
    id: 'listServices',
    method: 'get',
    path: '/v1/services',
    scope: 'read',
    summary: 'List services by name',
    query: PageQuery,
    answers: { 200: json(ServicePage) },
  },
  {
    id: 'getService',
    method: 'get',
    path: '/v1/services/{service}',
    scope: 'read',
    summary: 'One service with its totals, findings by tier and settings',
    answers: { 200: json(Service) },
  },
  {
    id: 'changeService',
    method: 'patch',
    path: '/v1/services/{service}',
    scope: 'admin',
    summary: 'Change the settings of a service by a merge patch (RFC 7396)',
    headers: ['If-Match'],
    body: json(ServicePatch),
    answers: { 200: json(ChangedService) },
  },
  {
    id: 'listProcesses',
    method: 'get',
    path: '/v1/services/{service}/processes',
    scope: 'read',
    summary: 'List the processes of a service, with start, version and current goroutines',
    query: PageQuery,
    answers: { 200: json(ProcessPage) },
  },
  {
    id: 'getTotal',
    method: 'get',
    path: '/v1/services/{service}/total',
    scope: 'read',
    summary: 'All goroutines of a service over time, with its releases, restarts and gaps',
    query: TotalQuery,
    answers: { 200: json(ServiceTotal) },
  },
  {
    id: 'getQuiet',
    method: 'get',
    path: '/v1/services/{service}/quiet',
    scope: 'read',
    summary: 'Why the other stacks of a service are no finding',
    answers: { 200: json(Quiet) },
  },
  {
    id: 'listSignatures',
    method: 'get',
    path: '/v1/services/{service}/signatures',
    scope: 'read',
    summary: 'List stacks with count, low water, growth per hour and states',
    query: SignaturesQuery,
    answers: { 200: json(SignaturePage) },
  },
  {
    id: 'getSignature',
    method: 'get',
    path: '/v1/services/{service}/signatures/{id}',
    scope: 'read',
    summary: 'One stack',
    answers: { 200: json(SignatureShape) },
  },
  {
    id: 'getSeries',
    method: 'get',
    path: '/v1/services/{service}/signatures/{id}/series',
    scope: 'read',
    summary: 'Minimum, maximum and last count per step and process',
    query: SeriesQuery,
    answers: { 200: json(Series) },
  },
  {
    id: 'getStrata',
    method: 'get',
    path: '/v1/services/{service}/signatures/{id}/strata',
    scope: 'read',
    summary: 'Goroutines by when they came and how many of them are left, from full dumps',
    query: StrataQuery,
    answers: { 200: json(Strata) },
  },
  {
    id: 'listProfiles',
    method: 'get',
    path: '/v1/services/{service}/profiles',
    scope: 'read',
    summary: 'Snapshots of the last three days',
    query: ProfilesQuery,
    answers: { 200: json(SnapshotPage) },
  },
  {
    id: 'getProfile',
    method: 'get',
    path: '/v1/services/{service}/profiles/{id}',
    scope: 'read',
    summary: 'One profile, as long as it is kept',
    answers: { 200: json(StoredProfile) },
  },
]
