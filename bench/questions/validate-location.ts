import { check } from '@interchange/ocpi/define/validate'
import { jsonSchema } from '@interchange/ocpi/derive/json-schema'
import { versions } from '@interchange/ocpi/versions'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { connector, evse, location } from '../../tests/support/wire-objects.ts'

/** Microseconds for one location of 20 connectors, by who does it. */
export type Costs = Readonly<Record<'parse' | 'ours' | 'ajv', number>>

/**
 * Our validator against ajv on the JSON Schema derived from the same definitions, and against reading the text in the
 * first place. ajv checks less: no formats and no rules over several fields.
 */
export function validateLocation(seconds: number): Costs {
  const version = versions.find(({ number }) => number === '2.2.1')!
  const object = location({
    evses: Array.from({ length: 10 }, (_, at) =>
      evse({ uid: `E${at}`, connectors: [connector({ id: '1' }), connector({ id: '2' })] }),
    ),
  })
  const text = JSON.stringify(object)
  const schema = jsonSchema(version)
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false }).addSchema(schema)
  const validate = ajv.getSchema(`${String(schema.$id)}#/$defs/Location`)!
  const faults = check(version, 'Location', object)
  if (faults.length > 0) throw new Error(`the location is not valid: ${faults[0]?.path} ${faults[0]?.message}`)
  if (!validate(object)) throw new Error(`ajv refuses the location: ${ajv.errorsText(validate.errors)}`)
  return {
    parse: cost(seconds, () => JSON.parse(text).id === 'LOC1'),
    ours: cost(seconds, () => check(version, 'Location', object).length === 0),
    ajv: cost(seconds, () => validate(object) === true),
  }
}

function cost(seconds: number, once: () => boolean): number {
  const batch = () => {
    for (let at = 0; at < 1000; at++) if (!once()) throw new Error('another result than the first time')
  }
  batch()
  const started = performance.now()
  let batches = 0
  while (performance.now() - started < seconds * 1000) {
    batch()
    batches++
  }
  return ((performance.now() - started) * 1000) / (batches * 1000)
}
