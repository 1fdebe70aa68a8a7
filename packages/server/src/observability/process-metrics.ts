// What concerns the process, however many platforms run in it: memory, processor time, event loop, garbage collection.

import { collectDefaultMetrics, Registry } from 'prom-client'

let shared: Registry | undefined

/** Made when it is first asked for; its clocks run as long as the process. */
export function processMetrics(): Registry {
  if (!shared) {
    shared = new Registry()
    collectDefaultMetrics({ register: shared })
  }
  return shared
}
