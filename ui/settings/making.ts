import { useLayoutEffect, useRef } from 'preact/hooks'
import { useSending } from './sending.ts'

/** A form that makes something: its first field has the focus, and what was made is handed on. @param wanted the body */
export function useMaking<Made>(
  path: string,
  wanted: (form: FormData) => unknown,
  onMade: (made: Made) => void,
) {
  const form = useRef<HTMLFormElement>(null)
  const { isBusy, failure, send } = useSending()
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const body = JSON.stringify(wanted(new FormData(form.current ?? undefined)))
    const made = await send<Made>(path, { method: 'POST', body })
    if (made) onMade(made.answer)
  }
  return { form, isBusy, failure, onSubmit: (event: SubmitEvent) => void submit(event) }
}
