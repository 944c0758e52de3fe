import { useState } from 'preact/hooks'

/** The words of a button that copies: before, after, and where there is no clipboard. */
interface CopyWords {
  readonly copy: string
  readonly copied: string
  readonly failed: string
}

/** What a button says now, and what it does to copy a text. */
export function useCopy(words: CopyWords): readonly [says: string, copy: (text: string) => Promise<void>] {
  const [says, setSays] = useState(words.copy)
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setSays(words.copied)
    } catch {
      // Without TLS browsers have no clipboard for pages that are not of this machine.
      setSays(words.failed)
    }
  }
  return [says, copy]
}

/** Text to take along, with a button that does. */
export function Copied({ text }: { readonly text: string }) {
  const [says, copy] = useCopy({ copy: 'Copy', copied: 'Copied', failed: 'Select it' })
  return (
    <div class="copied">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <button type="button" onClick={() => void copy(text)} aria-live="polite">
        {says}
      </button>
    </div>
  )
}
