import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { DropAnywhere } from './analyze/dropped.tsx'
import { type Answered, forgetAnswers } from './answer.ts'
import { ask, type Failure } from './api.ts'
import { KeyHelp } from './key-help.tsx'
import { plain } from './name.tsx'
import { address } from './router.ts'
import { SearchField } from './search/search-field.tsx'
import { expireSession, mayChange, useSession } from './session.ts'
import { chooseTheme, chosenTheme, THEMES, type Theme } from './theme.ts'

/** The frame of every view: brand, search, main part. */
export function Layout({ children }: { readonly children: ComponentChildren }) {
  const session = useSession()
  return (
    <>
      <header class="top">
        <a class="brand" href={address.inbox}>
          <svg
            width="20"
            height="20"
            viewBox="0 0 20 20"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            <path d="M1 14 6 12 12 8 19 3" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
            <path d="M1 18q3-3 6 0t6 0 6 0" stroke-width="1.5" stroke-linecap="round" opacity=".6" />
          </svg>
          Tidemark
        </a>
        {session !== null && <SearchField />}
        <nav class="tools" aria-label="Tools">
          <a class="tool" href={address.reports}>
            Reports
          </a>
          <a class="tool" href={address.analyze}>
            Analyze a dump
          </a>
          {mayChange(session) && (
            <a class="tool" href={address.settings}>
              Settings
            </a>
          )}
          <KeyHelp />
          <ThemeButton />
          {session && (
            <button type="button" class="plain" onClick={() => void logOut()}>
              Log out
            </button>
          )}
        </nav>
      </header>
      <main>{children}</main>
      {session && <DropAnywhere />}
    </>
  )
}

async function logOut(): Promise<void> {
  await ask('/session', { method: 'DELETE' })
  forgetAnswers()
  expireSession()
}

function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme
  const choose = () => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <button
      type="button"
      class="plain"
      onClick={choose}
      aria-label={`Colours: ${theme}; change to ${next}`}
      title={`Colours: ${theme}`}
    >
      {theme === 'system' ? '◐' : theme === 'light' ? '○' : '●'}
    </button>
  )
}

/** Names the tab, and the view to screen readers. */
export function Title({ children, text }: { readonly children?: ComponentChildren; readonly text: string }) {
  useEffect(() => {
    document.title = `${plain(text).slice(0, 120)} · Tidemark`
  }, [text])
  return <h1>{children ?? plain(text)}</h1>
}

/** What did not work, as a sentence with the next step. */
export function Trouble({ failure, onRetry }: { readonly failure: Failure; readonly onRetry?: () => void }) {
  return (
    <p class="trouble" role="alert">
      <strong>{plain(failure.message)}</strong> {failure.next}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </p>
  )
}

/** Milliseconds after which an answer is called slow. */
const SLOW = 4_000

/** Shows an answer as far as it is known, and what went wrong with the newest one above it. */
export function Shown<Answer>({
  of: { answer, failure, isLoading, reload },
  children,
}: {
  readonly of: Answered<Answer>
  readonly children: (answer: Answer) => ComponentChildren
}) {
  return (
    <>
      {failure && <Trouble failure={failure} onRetry={reload} />}
      {isLoading && failure === undefined && <Waiting isFirst={answer === undefined} />}
      {answer !== undefined && children(answer)}
    </>
  )
}

function Waiting({ isFirst }: { readonly isFirst: boolean }) {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW)
    return () => clearTimeout(timer)
  }, [])
  if (!isFirst && !isSlow) return null
  return (
    <p class="quiet" role="status" aria-busy="true">
      {isSlow
        ? `Tidemark takes longer than usual${isFirst ? '' : '; this is the last that is known'}. Stay, it comes by itself.`
        : 'Loading…'}
    </p>
  )
}
