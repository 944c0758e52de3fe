import { useEffect, useState } from 'preact/hooks'

/** The time, told again and again while the view is shown. @param every milliseconds */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
