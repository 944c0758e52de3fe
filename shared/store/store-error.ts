/** The disk has no room for what was to be written. Nothing was; it is safe to repeat. */
export class StorageFullError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageFullError'
  }
}

/** What is stored under a name is not what was written there. All else can be read. */
export class DamagedError extends Error {
  readonly what: 'row' | 'object'
  /** Key of the object, or both keys of the row with a space between. */
  readonly key: string
  readonly found: string

  constructor(what: 'row' | 'object', key: string, found: string) {
    super(`the ${what} ${key} is damaged: ${found}`)
    this.name = 'DamagedError'
    this.what = what
    this.key = key
    this.found = found
  }
}
