/** Pixels. */
const EDGE = 2

/** A low water as a small picture, from 0; a word for those who do not see it stands beside. */
export function Spark({
  water,
  isQuiet = false,
  width = 112,
  height = 32,
}: {
  readonly water: readonly number[]
  readonly isQuiet?: boolean
  readonly width?: number
  readonly height?: number
}) {
  if (water.length < 2) return <span class="spark" />
  const most = Math.max(1, ...water)
  const x = (i: number) => (EDGE + (i * (width - 2 * EDGE)) / (water.length - 1)).toFixed(1)
  const y = (value: number) => (height - EDGE - (value * (height - 2 * EDGE)) / most).toFixed(1)
  const steps = water
    .map((value, i) => `${i === 0 ? 'M' : `H${x(i)}V`}${i === 0 ? `${x(i)} ` : ''}${y(value)}`)
    .join('')
  return (
    <svg
      class={isQuiet ? 'spark quiet' : 'spark'}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path d={`${steps}V${height - EDGE}H${EDGE}Z`} fill="currentColor" opacity=".14" />
      <path d={steps} fill="none" stroke="currentColor" stroke-width="1.5" />
    </svg>
  )
}
