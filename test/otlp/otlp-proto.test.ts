import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { fromBinary } from '@bufbuild/protobuf'
import { type DescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { file_otlp } from '#shared/otlp/otlp_pb.ts'

const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const GENERATED = 'shared/otlp/otlp_pb.ts'
/** Descriptors of the official Python package opentelemetry-proto 1.45.2, made from opentelemetry-proto 1.10.0, whose fields are those of 1.11.0. */
const OFFICIAL = join(ROOT, 'test/fixtures/otlp/descriptors.binpb')
/** The schema itself, encoded: formatting aside, all else follows from it. */
const DESCRIPTOR = /fileDesc\(\s*['"]([\w+/=]+)['"]/

test('the generated messages are those of otlp.proto; `npm run proto` makes them anew', async () => {
  const made = await mkdtemp(join(tmpdir(), 'tidemark-proto-'))
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH}` }
  await promisify(execFile)(
    join(BIN, 'buf'),
    ['generate', '--template', 'shared/otlp/buf.gen.yaml', '--output', made],
    { cwd: ROOT, env },
  )
  const [committed, anew] = await Promise.all(
    [ROOT, made].map(async (root) => DESCRIPTOR.exec(await readFile(join(root, GENERATED), 'utf8'))?.[1]),
  )
  await rm(made, { recursive: true })
  expect(committed).toMatch(/^\w{40}/)
  expect(committed).toBe(anew)
})

/** Name, number, type, whether it is repeated, and the message that it holds. */
const fieldsOf = ({ field }: DescriptorProto) =>
  field.map(({ name, number, type, label, typeName }) => ({
    name,
    number,
    type,
    label,
    holds: typeName.split('.').at(-1),
  }))

test('each field has the number and type of the official schema', async () => {
  const { file } = fromBinary(FileDescriptorSetSchema, await readFile(OFFICIAL))
  const official = new Map(
    file.flatMap(({ messageType }) => messageType).map((message) => [message.name, message]),
  )
  // google.rpc.Status is of another repository.
  const ours = file_otlp.proto.messageType.filter(({ name }) => name !== 'Status')
  expect(ours.length).toBeGreaterThan(15)
  for (const message of ours) {
    const theirs = official.get(message.name)
    expect(theirs?.name).toBe(message.name)
    expect(theirs === undefined ? [] : fieldsOf(theirs)).toEqual(expect.arrayContaining(fieldsOf(message)))
  }
})
