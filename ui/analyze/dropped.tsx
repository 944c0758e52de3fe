import { useEffect, useState } from 'preact/hooks'
import { address, navigate } from '../router.ts'

/** Files that wait to be analyzed: they may be dropped on any view, and one of them shows what they say. */
let waiting: readonly File[] = []
const listeners = new Set<() => void>()

/** Hands files to the view that analyzes them, and goes there. */
export function offer(files: readonly File[]): void {
  if (files.length === 0) return
  waiting = files
  if (location.pathname !== address.analyze) navigate(address.analyze)
  for (const listener of listeners) listener()
}

/** Calls with files that were offered, each once. */
export function useOffered(onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    const take = () => {
      const files = waiting
      waiting = []
      if (files.length > 0) onFiles(files)
    }
    listeners.add(take)
    take()
    return () => {
      listeners.delete(take)
    }
  }, [onFiles])
}

/** Takes files that are dropped anywhere on the page, and says so while they hover over it. */
export function DropAnywhere() {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setOver(true)
    }
    const left = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const dropped = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setOver(false)
      offer([...event.dataTransfer.files])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', left)
    addEventListener('drop', dropped)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', left)
      removeEventListener('drop', dropped)
    }
  }, [])
  if (!isOver) return null
  return (
    <div class="drop-here">
      <p>Drop goroutine dumps to analyze them. Nothing is stored.</p>
    </div>
  )
}
