// What the eMSP's platform finds of CDRs.

import type { Audit } from '@interchange/client'
import { collect } from '../collect.ts'
import { until } from './provider.ts'
import type { Side } from './sides.ts'

/** Once every CDR has been audited. */
export const auditsOf = (emsp: Side): Promise<Audit[]> =>
  until('the CDRs are audited', async () => {
    const [audits, cdrs] = await Promise.all([
      collect(emsp.api.all('/audits', { query: { own: false } })),
      collect(emsp.api.all('/cdrs', { query: { own: false } })),
    ])
    return audits.length >= cdrs.length ? audits : undefined
  })
