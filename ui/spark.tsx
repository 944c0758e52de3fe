/** Pixels. */
const WIDTH = 112
const HEIGHT = 32
const EDGE = 2

/** A low water as a small picture, from 0; a word for those who do not see it stands beside. */
export function Spark({
  water,
  isQuiet = false,
}: {
  readonly water: readonly number[]
  readonly isQuiet?: boolean
}) {
  if (water.length < 2) return <span class="spark" />
  const most = Math.max(1, ...water)
  const x = (i: number) => (EDGE + (i * (WIDTH - 2 * EDGE)) / (water.length - 1)).toFixed(1)
  const y = (value: number) => (HEIGHT - EDGE - (value * (HEIGHT - 2 * EDGE)) / most).toFixed(1)
  const steps = water
    .map((value, i) => `${i === 0 ? 'M' : `H${x(i)}V`}${i === 0 ? `${x(i)} ` : ''}${y(value)}`)
    .join('')
  return (
    <svg class={isQuiet ? 'spark quiet' : 'spark'} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={`${steps}V${HEIGHT - EDGE}H${EDGE}Z`} fill="currentColor" opacity=".14" />
      <path d={steps} fill="none" stroke="currentColor" stroke-width="1.5" />
    </svg>
  )
}
