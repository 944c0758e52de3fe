import { useState } from 'preact/hooks'
import { count, duration } from '../format.ts'
import { Name } from '../name.tsx'
import { mayChange, useSession } from '../session.ts'
import type { Service } from './service-answer.ts'
import { SettingsForm } from './settings-form.tsx'

/** What the owners of a service have said of it, and what stands in where they said nothing. */
export function Settings({
  service,
  onChange,
}: {
  readonly service: Service
  readonly onChange: (changed: Service) => void
}) {
  const isAllowed = mayChange(useSession())
  const [isOpen, setOpen] = useState(false)
  const {
    repository,
    resolutionSeconds,
    windowDays,
    limits,
    ownCode,
    allowedLabels,
    intended,
    dumpsUpTo,
    owner,
    links,
  } = service.settings
  return (
    <section>
      <h2>Settings</h2>
      <dl class="settings">
        <dt>owner</dt>
        <dd>{owner === null ? 'nobody said' : <Name>{owner}</Name>}</dd>
        <dt>repository</dt>
        <dd>{repository === null ? 'nobody said' : <Name>{repository.url}</Name>}</dd>
        <dt>one snapshot each</dt>
        <dd>{resolutionSeconds === null ? 'as installed' : duration(resolutionSeconds * 1000)}</dd>
        <dt>judged over</dt>
        <dd>{windowDays} days</dd>
        <dt>one process can hold</dt>
        <dd>
          {count(limits.descriptors)} descriptors
          {limits.goroutines !== null && `, ${count(limits.goroutines)} goroutines`}
        </dd>
        <dt>own code</dt>
        <dd>{ownCode.length === 0 ? 'found by import path' : <Name>{ownCode.join(', ')}</Name>}</dd>
        <dt>labels kept</dt>
        <dd>{allowedLabels === null ? 'all' : <Name>{allowedLabels.join(', ') || 'none'}</Name>}</dd>
        <dt>full dumps</dt>
        <dd>{dumpsUpTo === 0 ? 'never asked for' : `up to ${count(dumpsUpTo)} goroutines`}</dd>
        <dt>meant to stay</dt>
        <dd>
          {intended.length === 0
            ? 'no stack'
            : intended.map(({ top, any, creator, reason }) => (
                <div key={`${top}${any}${creator}`}>
                  <code>
                    <Name>{top ?? any ?? creator ?? ''}</Name>
                  </code>{' '}
                  <small class="quiet">
                    <Name>{reason ?? ''}</Name>
                  </small>
                </div>
              ))}
        </dd>
        {links.length > 0 && (
          <>
            <dt>links</dt>
            <dd>
              {links.map(({ title, url }) => (
                <a key={url} href={url} rel="noreferrer" target="_blank">
                  <Name>{title}</Name>{' '}
                </a>
              ))}
            </dd>
          </>
        )}
      </dl>
      {isAllowed && (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen((last) => !last)}>
          Change settings
        </button>
      )}
      {isOpen && (
        <SettingsForm
          service={service}
          onChange={(changed) => {
            setOpen(false)
            onChange(changed)
          }}
        />
      )}
    </section>
  )
}
