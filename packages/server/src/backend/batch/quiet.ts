import type { Within } from '../../inspection/own-writes.ts'

/** Stored without being delivered: whatever the write puts, partners are not pushed. */
export const quietly: Within = (write) => ({
  ...write,
  apply: (view) =>
    write.apply({
      get: (key) => view.get(key),
      evsesOf: (location) => view.evsesOf(location),
      put: (change) => view.put({ ...change, quiet: true }),
    }),
})

export const loudly: Within = (write) => write
