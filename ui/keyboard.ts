import { useLayoutEffect } from 'preact/hooks'

/** Which key does what? Keys are as browsers name them, or two letters in a row: `g i`. */
export type Keys = Readonly<Record<string, () => void>>

/** Milliseconds in which the second key of a pair has to come. */
const PAIR = 1_000

const bound: Keys[] = []
let before: { readonly key: string; readonly at: number } | undefined

/** Binds keys as soon as a view is drawn, while it is shown; those of what was shown later go first. */
export function useKeys(keys: Keys): void {
  useLayoutEffect(() => {
    bound.push(keys)
    return () => {
      bound.splice(bound.indexOf(keys), 1)
    }
  }, [keys])
}

/** The one listener of the page. What is typed into a field is the field's, and keys with modifiers are the browser's. */
export function keyPressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || (isTyping(event.target) && event.key !== 'Escape'))
    return
  const pair =
    before !== undefined && event.timeStamp - before.at < PAIR ? `${before.key} ${event.key}` : event.key
  before = { key: event.key, at: event.timeStamp }
  const action = find(pair) ?? find(event.key)
  if (action === undefined) return
  event.preventDefault()
  action()
}

const find = (key: string) => bound.findLast((keys) => Object.hasOwn(keys, key))?.[key]

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
