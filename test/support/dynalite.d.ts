/** dynalite 4 carries no types; this is what tests use of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  interface DynaliteOptions {
    /** Milliseconds that a table stays CREATING. */
    createTableMs?: number
  }

  export default function dynalite(options?: DynaliteOptions): Server
}
