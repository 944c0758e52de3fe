import { Rejection } from '#shared/api/reason.ts'
import type { Webhook } from '#shared/store/webhook-store.ts'

/** Trackers that issues are filed in. */
export type TrackerKind = 'github' | 'gitlab' | 'jira'

/** A webhook that files issues. */
export type TrackerWebhook = Webhook & { readonly kind: TrackerKind }

export const isTracker = (webhook: Webhook): webhook is TrackerWebhook =>
  webhook.kind === 'github' || webhook.kind === 'gitlab' || webhook.kind === 'jira'

/** A project of a tracker, by the address of its page. */
export interface Project {
  /** `https://github.com` */
  readonly origin: string
  /** `acme/shop`, or the key of a project of Jira. */
  readonly path: string
}

/** What the path of a page looks like. Pages of GitLab lie in groups of groups. */
const PAGES: Readonly<Record<TrackerKind, { readonly path: RegExp; readonly example: string }>> = {
  github: {
    path: /^\/([A-Za-z0-9-]+\/[A-Za-z0-9._-]+?)(?:\.git)?\/?$/,
    example: 'https://github.com/acme/shop',
  },
  gitlab: {
    path: /^\/([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+?)(?:\.git)?\/?$/,
    example: 'https://gitlab.com/acme/shop',
  },
  jira: { path: /^\/browse\/([A-Z][A-Z0-9_]{1,30})\/?$/, example: 'https://acme.atlassian.net/browse/SHOP' },
}

/** One name of a project, however its address is spelt: forges tell no upper case from lower. */
export const projectName = ({ kind, url }: TrackerWebhook): string => {
  const { origin, path } = projectOf(kind, new URL(url))
  return `${kind} ${origin}/${path.toLowerCase()}`
}

/** @throws Rejection `bad-parameter` where the address is of no project */
export function projectOf(kind: TrackerKind, { origin, pathname, search }: URL): Project {
  const { path, example } = PAGES[kind]
  const [, found] = path.exec(pathname) ?? []
  if (found !== undefined && search === '') return { origin, path: found }
  throw new Rejection(
    'bad-parameter',
    `The member url is no page of a project of ${kind}; one looks like ${example}.`,
    { actual: pathname.slice(0, 200) },
  )
}
