/** dynalite 4 carries no types; this is what the local stack uses of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  interface DynaliteOptions {
    /** Folder of the LevelDB; none: in memory. */
    path?: string
    /** Milliseconds that a table stays CREATING. */
    createTableMs?: number
  }

  export default function dynalite(options?: DynaliteOptions): Server
}
