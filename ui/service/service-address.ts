import { address } from '../router.ts'

/** The address of a service with other members of its query and all else as it is, such as the range. */
export function serviceAddress(
  service: string,
  query: URLSearchParams,
  more: Readonly<Record<string, string | undefined>>,
): string {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(more))
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  const text = next.toString()
  return text === '' ? address.service(service) : `${address.service(service)}?${text}`
}
