import { expect, it } from 'vitest'
import { engines } from '../../../../tests/support/databases.ts'
import { objectStore, partner, version } from '../../../../tests/support/object-store.ts'
import { cdr, location, noonPlus } from '../../../../tests/support/wire-objects.ts'
import { createEvents } from '../events.ts'
import { silentLog } from '../log.ts'
import type { Call } from './call.ts'
import { pushed, store } from './receiving.ts'
import { storeWhole } from './store.ts'

const cpo = partner('cpo', ['NL-ABC:CPO'])
const target = objectStore(engines[0]!, cpo)

/** What of a call matters here. */
const call = (module: string, body: unknown) =>
  ({ partner: cpo, module, version: version('2.3.0'), body, bodyText: undefined, correlationId: 'c1' }) as Call

it('R-UPD-11 what became of pushes is counted, the older ones and the odd ones too', async () => {
  const { writer, database } = target()
  const events = createEvents(silentLog())
  const push = async (module: string, object: object) => {
    const one = call(module, object)
    return (await store({ writer, database, events }, one, () => storeWhole(module, pushed(one)))).outcome
  }
  expect(await push('locations', location({ last_updated: noonPlus(5) }))).toBe('created')
  expect(await push('locations', location())).toBe('stale')
  expect(await push('locations', location({ last_updated: noonPlus(5) }))).toBe('unchanged')
  expect(await push('cdrs', cdr({ credit: true, credit_reference_id: 'NONE' }))).toBe('created')
  const metrics = await events.registry.metrics()
  for (const outcome of ['created', 'stale', 'unchanged']) {
    expect(metrics).toContain(`interchange_pushes_total{module="locations",outcome="${outcome}"} 1`)
  }
  expect(metrics).toContain('interchange_object_findings_total{partner="cpo",module="cdrs",rule="R-CDR-07"} 1')
})
