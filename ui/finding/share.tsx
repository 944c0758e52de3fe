import { useState } from 'preact/hooks'
import { useAnswer } from '../answer.ts'
import { useCopy } from '../copied.tsx'
import type { IssueAnswer } from './finding-answer.ts'

/** Ways to take the finding to those who mend it. @param path of the finding in the API */
export function Share({ path }: { readonly path: string }) {
  const [isOpen, setOpen] = useState(false)
  const { answer } = useAnswer<IssueAnswer>(isOpen ? `${path}/issue` : undefined)
  return (
    <details class="share small" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Share</summary>
      <div class="ways">
        <CopyButton text={location.href} what="link" />
        <CopyButton text={answer?.markdown} what="as Markdown" />
        {answer?.newIssue != null && (
          <a href={answer.newIssue} target="_blank" rel="noreferrer noopener">
            Open an issue
          </a>
        )}
        <button type="button" onClick={() => print()}>
          Print
        </button>
      </div>
    </details>
  )
}

/** @param text undefined while it is on its way */
function CopyButton({ text, what }: { readonly text: string | undefined; readonly what: string }) {
  const [says, copy] = useCopy({
    copy: `Copy ${what}`,
    copied: `Copied ${what}`,
    failed: 'No clipboard here',
  })
  return (
    <button
      type="button"
      disabled={text === undefined}
      onClick={() => void copy(text ?? '')}
      aria-live="polite"
    >
      {says}
    </button>
  )
}
