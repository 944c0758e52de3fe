import { useMemo, useState } from 'preact/hooks'
import { Name } from '../name.tsx'
import { Canvas } from './canvas.tsx'
import type { Picture } from './draw.ts'
import { flipped, rectangles } from './layout.ts'
import { sandwichOf } from './sandwich.ts'
import { sentenceOf } from './sentence.ts'
import { type FlameNode, type FlameTree, flameTree } from './tree.ts'

interface Props {
  readonly tree: FlameTree
  readonly name: string
  readonly width: number
  readonly ownCode: readonly string[]
  /** Another function in the place of this one. */
  readonly onChoose: (name: string) => void
}

/** One function, above it who calls it, below it what it calls: a click looks at another one. */
export function SandwichView({ tree, name, width, ownCode, onChoose }: Props) {
  const parts = useMemo(() => sandwichOf(tree, name), [tree, name])
  if (parts === undefined)
    return (
      <p class="quiet">
        <code>
          <Name>{name}</Name>
        </code>{' '}
        is in no stack at this time.
      </p>
    )
  const shared = { width, ownCode, onChoose }
  return (
    <>
      <h2>
        Callers of{' '}
        <span class="code">
          <Name>{name}</Name>
        </span>
      </h2>
      {parts.callers.children?.length === 0 && <p class="quiet">None: goroutines begin in it.</p>}
      <Part {...shared} of={parts.callers} isFlipped={true} label="Callers, the nearest at the bottom" />
      <h2>What it calls</h2>
      <Part {...shared} of={parts.callees} isFlipped={false} label="Callees, the nearest at the top" />
    </>
  )
}

function Part({
  of,
  isFlipped,
  width,
  ownCode,
  label,
  onChoose,
}: Pick<Props, 'width' | 'ownCode' | 'onChoose'> & {
  readonly of: FlameNode
  readonly isFlipped: boolean
  readonly label: string
}) {
  const [marked, setMarked] = useState<number>()
  const picture = useMemo((): Picture => {
    const tree = flameTree(of)
    const seen = rectangles(tree, { focus: 0, width })
    return { tree, seen: isFlipped ? flipped(seen) : seen, matches: undefined, ownCode, isPart: true }
  }, [of, width, ownCode, isFlipped])
  const { tree, seen } = picture
  return (
    <>
      <p class="flame-says" aria-live="polite">
        {sentenceOf(tree, marked ?? 0)}
      </p>
      <Canvas
        picture={picture}
        marked={seen.find(({ node }) => node === marked)}
        width={width}
        label={`${label}. ${sentenceOf(tree, 0)}`}
        onMark={setMarked}
        onZoom={(node) => onChoose(tree.names[node] ?? '')}
        onKey={() => undefined}
      />
    </>
  )
}
