import { Rejection } from '#shared/api/reason.ts'
import type { ProfilesDictionary } from './otlp_pb.ts'

/** The tables of a message, whose rows refer to each other by index. No table refers to itself, so that nothing can be a circle. */
export class Dictionary {
  readonly #tables: ProfilesDictionary | undefined

  constructor(tables: ProfilesDictionary | undefined) {
    this.#tables = tables
  }

  /** @throws Rejection `malformed-profile`, as all of these do, for an index that no row has */
  text(index: number): string {
    return this.#row('string_table', this.#tables?.stringTable, index) ?? ''
  }

  /** Undefined: the index is 0 and the table empty, so that it refers to nothing. */
  stack(index: number) {
    return this.#row('stack_table', this.#tables?.stackTable, index)
  }

  location(index: number) {
    return this.#row('location_table', this.#tables?.locationTable, index)
  }

  function(index: number) {
    return this.#row('function_table', this.#tables?.functionTable, index)
  }

  mapping(index: number) {
    return this.#row('mapping_table', this.#tables?.mappingTable, index)
  }

  attribute(index: number) {
    return this.#row('attribute_table', this.#tables?.attributeTable, index)
  }

  #row<Row>(table: string, rows: readonly Row[] = [], index: number): Row | undefined {
    if (index >= 0 && index < rows.length) return rows[index]
    if (index === 0) return undefined
    throw new Rejection(
      'malformed-profile',
      `The message refers to row ${index} of ${table}, which has ${rows.length} rows: the dictionary was lost or mixed up on the way.`,
      { limit: rows.length, actual: index },
    )
  }
}
