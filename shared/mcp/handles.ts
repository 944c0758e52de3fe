import * as v from 'valibot'

/** Names of things, as one tool gives them and another takes them. */

export const findingHandle = v.pipe(
  v.string(),
  v.regex(
    /^[0-9a-f]{16}@.{1,200}$/,
    'must be a finding such as 3f9a0c1d2e4b5a67@checkout; list_findings lists them',
  ),
  v.description('Handle of a finding, from list_findings: <signature>@<service>'),
)

export const serviceName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.description('Name of a service'),
)

export const findingPath = (finding: string): string => `/v1/findings/${encodeURIComponent(finding)}`
