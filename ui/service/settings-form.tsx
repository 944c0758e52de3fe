import { useRef } from 'preact/hooks'
import { Trouble } from '../layout.tsx'
import { useSending } from '../settings/sending.ts'
import type { Service } from './service-answer.ts'
import { fieldsOf, settingsPatch } from './settings-patch.ts'

/** What owners change most; nothing is done before it is sent. */
export function SettingsForm({
  service: { name, settings, settingsRevision },
  onChange,
}: {
  readonly service: Service
  readonly onChange: (changed: Service) => void
}) {
  const form = useRef<HTMLFormElement>(null)
  const { isBusy, failure, send } = useSending()
  const before = fieldsOf(settings)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const data = new FormData(form.current ?? undefined)
    const patch = settingsPatch(settings, (field) =>
      String(data.get(field) ?? '')
        .replaceAll('\r\n', '\n')
        .trim(),
    )
    const changed = await send<Service>(`/v1/services/${encodeURIComponent(name)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': `"${settingsRevision}"` },
      body: JSON.stringify({ settings: patch }),
    })
    if (changed) onChange(changed.answer)
  }
  return (
    <form class="make" ref={form} onSubmit={(event) => void submit(event)} aria-label="Change settings">
      <label>
        Owner
        <input type="text" name="owner" defaultValue={before.owner} maxLength={100} placeholder="payments" />
      </label>
      <label>
        Repository, for links to lines of source
        <input
          type="url"
          name="repository"
          defaultValue={before.repository}
          maxLength={500}
          placeholder="https://github.com/acme/checkout"
        />
      </label>
      <label>
        Tag of a version, if it is not the version itself
        <input type="text" name="ref" defaultValue={before.ref} maxLength={100} placeholder="v{version}" />
      </label>
      <label>
        Days that the judge looks back
        <input type="number" name="windowDays" defaultValue={before.windowDays} min={2} step={1} />
      </label>
      <label>
        Goroutines that one process can hold (no limit, if left empty)
        <input type="number" name="goroutines" defaultValue={before.goroutines} min={1} step={1} />
      </label>
      <label>
        File descriptors that one process can hold
        <input type="number" name="descriptors" defaultValue={before.descriptors} min={1} step={1} />
      </label>
      <label>
        Ask for full dumps up to so many goroutines (0: never)
        <input type="number" name="dumpsUpTo" defaultValue={before.dumpsUpTo} min={0} step={1} />
      </label>
      <label>
        Import paths of your own code, one per line
        <textarea name="ownCode" rows={2} defaultValue={before.ownCode} />
      </label>
      <button type="submit" class="main" disabled={isBusy}>
        Save
      </button>
      {failure && <Trouble failure={failure} />}
    </form>
  )
}
