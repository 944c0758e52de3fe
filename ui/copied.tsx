import { useState } from 'preact/hooks'

/** Text to take along, with a button that does. */
export function Copied({ text }: { readonly text: string }) {
  const [says, setSays] = useState('Copy')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSays('Copied')
    } catch {
      // Without TLS browsers have no clipboard for pages that are not of this machine.
      setSays('Select it')
    }
  }
  return (
    <div class="copied">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <button type="button" onClick={() => void copy()} aria-live="polite">
        {says}
      </button>
    </div>
  )
}
