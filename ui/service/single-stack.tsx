import { Stack } from '../finding/stack.tsx'

interface Props {
  /** Leaf first. */
  readonly frames: readonly string[]
  readonly ownCode: string | null
  readonly creator: string | null
}

/** One stack as the API has it, outside of a finding. */
export const SingleStack = ({ frames, ownCode, creator }: Props) => (
  <Stack
    of={{
      stack: [...frames],
      stacks: 1,
      ...(ownCode !== null && { ownCode }),
      ...(creator !== null && { creator }),
    }}
  />
)
