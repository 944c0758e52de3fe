import { useEffect, useState } from 'preact/hooks'
import { keep, kept } from '../kept.ts'

/** Which owners are the reader? Kept by the browser: a token names no person. */

const KEY = 'tidemark-mine'
const CHANGED = 'tidemark:mine'

const known = (): readonly string[] => (kept(KEY) ?? '').split('\n').filter((owner) => owner !== '')

/** The owners that the reader has chosen, and a way to choose others, which every part of the page hears of. */
export function useMine(): readonly [readonly string[], (mine: readonly string[]) => void] {
  const [mine, setMine] = useState(known)
  useEffect(() => {
    const changed = () => setMine(known())
    addEventListener(CHANGED, changed)
    return () => removeEventListener(CHANGED, changed)
  }, [])
  const choose = (owners: readonly string[]) => {
    keep(KEY, owners.join('\n'))
    dispatchEvent(new Event(CHANGED))
  }
  return [mine, choose]
}
