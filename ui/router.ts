import { useEffect, useState } from 'preact/hooks'

/** Which view does an address mean, and which address has a view? */
export type Route =
  | { readonly view: 'inbox'; readonly query: URLSearchParams }
  | {
      readonly view: 'finding'
      readonly service: string
      readonly id: string
      readonly query: URLSearchParams
    }
  | { readonly view: 'service'; readonly service: string; readonly query: URLSearchParams }
  | { readonly view: 'flame'; readonly service: string; readonly query: URLSearchParams }
  | { readonly view: 'analyze' }
  | { readonly view: 'search'; readonly query: URLSearchParams }
  | { readonly view: 'settings' }
  | { readonly view: 'reports' }
  | { readonly view: 'report'; readonly date: string }
  | { readonly view: 'unknown'; readonly path: string }

/** Addresses of views; a name with `/` in it is one part of the path. */
export const address = {
  inbox: '/',
  /** @param query `q`, `sort`, `group` */
  inboxOf: (query: URLSearchParams) => `/${search(Object.fromEntries(query))}`,
  analyze: '/analyze',
  reports: '/reports',
  settings: '/settings',
  report: (date: string) => `/reports/${encodeURIComponent(date)}`,
  service: (service: string) => `/s/${encodeURIComponent(service)}`,
  /** @param id `<signature>@<service>`, of which an address needs the first half */
  finding: (service: string, id: string) =>
    `/s/${encodeURIComponent(service)}/f/${encodeURIComponent(id.split('@', 1)[0] ?? '')}`,
  /** @param query `at`, `base`, `target`, `process`, `baseProcess` as `GET …/flame.json` takes them */
  flame: (service: string, query: Readonly<Record<string, string>> = {}) =>
    `/s/${encodeURIComponent(service)}/flame${search(query)}`,
  search: (q: string) => `/search${search({ q })}`,
} as const

/** A path with other members in its query, undefined for none, and all else as it is, such as the range of time. */
export function addressWith(
  path: string,
  query: URLSearchParams,
  more: Readonly<Record<string, string | undefined>>,
): string {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(more))
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  return path + search(Object.fromEntries(next))
}

function search(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? '' : `?${text}`
}

/** @param path as the browser has it, percent-encoded */
export function routeOf(path: string, query: URLSearchParams): Route {
  const [first, service, third, id, more] = parts(path) ?? ['']
  if (first === undefined) return { view: 'inbox', query }
  if (first === 'analyze' && service === undefined) return { view: 'analyze' }
  if (first === 'settings' && service === undefined) return { view: 'settings' }
  if (first === 'search' && service === undefined) return { view: 'search', query }
  if (first === 'reports' && third === undefined)
    return service === undefined ? { view: 'reports' } : { view: 'report', date: service }
  if (first === 's' && service !== undefined && more === undefined) {
    if (third === undefined) return { view: 'service', service, query }
    if (third === 'flame' && id === undefined) return { view: 'flame', service, query }
    if (third === 'f' && id !== undefined) return { view: 'finding', service, id, query }
  }
  return { view: 'unknown', path }
}

/** Decoded parts of a path, undefined where one cannot be decoded. */
function parts(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

const MOVED = 'tidemark:moved'

/** Goes to another address of the page; links do so by themselves. */
export function navigate(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  dispatchEvent(new Event(MOVED))
  if (!replace) scrollTo(0, 0)
}

/** Where the reader is, now and after each move. */
export function useRoute(): Route {
  const [route, setRoute] = useState(here)
  useEffect(() => {
    const moved = () => setRoute(here())
    const events = ['popstate', MOVED]
    for (const event of events) addEventListener(event, moved)
    return () => {
      for (const event of events) removeEventListener(event, moved)
    }
  }, [])
  return route
}

const here = (): Route => routeOf(location.pathname, new URLSearchParams(location.search))

/** Lets a plain click on a link of the page move without loading it anew. */
export function followLinks(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || event.defaultPrevented || event.button !== 0 || link.target !== '') return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.hasAttribute('download'))
    return
  if (link.origin !== location.origin || !isView(link.pathname) || link.hash !== '') return
  event.preventDefault()
  navigate(link.pathname + link.search)
}

const isView = (path: string): boolean => routeOf(path, new URLSearchParams()).view !== 'unknown'
