import type { Finding } from '#shared/finding/finding.ts'

/** Where the page shows a finding (ui/router.ts). @param origin such as `https://tidemark.example` */
export const findingLink = (origin: string, { id, service }: Pick<Finding, 'id' | 'service'>): string =>
  `${origin}/s/${encodeURIComponent(service)}/f/${id}`

/** Where the page shows a report (ui/router.ts): an address of the API would ask a person from a chat for a password. */
export const reportLink = (origin: string, date: string): string => `${origin}/reports/${date}`
