// The whole company-side API: its objects as a version of their own on top of the canonical one, and its calls.

import { canonical } from '@interchange/ocpi/canonical'
import { object } from '@interchange/ocpi/define/object'
import { type Chapter, defineVersion, type Version } from '@interchange/ocpi/define/version'
import type { ApiCall } from '../define.ts'
import { agreementCalls, agreementShapes } from './agreements.ts'
import { alertCalls, alertShapes } from './alerts.ts'
import { batchCalls, batchShapes } from './batch.ts'
import { changeCalls, changeShapes } from './changes.ts'
import { chargingCalls, chargingShapes } from './charging.ts'
import { commandCalls, commandShapes } from './commands.ts'
import { common } from './common.ts'
import { deliveryCalls, deliveryShapes } from './delivery.ts'
import { exchangeCalls, exchangeShapes } from './exchanges.ts'
import { hubPairCalls, hubPairShapes } from './hub-pairs.ts'
import { inspectionCalls, inspectionShapes } from './inspection.ts'
import { keyCalls, keyShapes } from './keys.ts'
import { metaShapes } from './meta.ts'
import { meterKeyCalls, meterKeyShapes } from './meter-keys.ts'
import { objectCalls, objectShapes } from './objects.ts'
import { partyCalls, partyShapes } from './parties.ts'
import { partnerCalls, partnerShapes } from './partners.ts'
import { priceGroupCalls, priceGroupShapes } from './price-groups.ts'
import { priceCalls, priceShapes } from './prices.ts'
import { receiptCalls, receiptShapes } from './receipts.ts'
import { retailCalls, retailShapes } from './retail-rules.ts'
import { webhookCalls, webhookShapes } from './webhooks.ts'

export const apiCalls: readonly ApiCall[] = [
  ...partyCalls,
  ...partnerCalls,
  ...objectCalls,
  ...batchCalls,
  ...priceGroupCalls,
  ...priceCalls,
  ...receiptCalls,
  ...retailCalls,
  ...inspectionCalls,
  ...meterKeyCalls,
  ...chargingCalls,
  ...commandCalls,
  ...changeCalls,
  ...webhookCalls,
  ...keyCalls,
  ...deliveryCalls,
  ...hubPairCalls,
  ...exchangeCalls,
  ...alertCalls,
  ...agreementCalls,
]

/** Path and query parameters are checked like objects: one definition each per call. */
const parameters: Chapter = {
  objects: Object.fromEntries(
    apiCalls.flatMap(({ name, params, query }) => [
      [`${name} params`, object(`Path of ${name}.`, { ...params })],
      [`${name} query`, object(`Query of ${name}.`, { ...query })],
    ]),
  ),
}

const own: readonly Chapter[] = [
  common,
  partyShapes,
  partnerShapes,
  objectShapes,
  batchShapes,
  metaShapes,
  priceGroupShapes,
  priceShapes,
  receiptShapes,
  retailShapes,
  inspectionShapes,
  meterKeyShapes,
  chargingShapes,
  commandShapes,
  changeShapes,
  webhookShapes,
  keyShapes,
  deliveryShapes,
  hubPairShapes,
  exchangeShapes,
  alertShapes,
  agreementShapes,
]

const whole = defineVersion('v1', [...own, parameters], canonical)

/** Definitions of the API: canonical objects and its own. OCPI's endpoints are no part of it. */
export const api: Version = { ...whole, modules: {} }

/** For documents: without the parameters, which calls state themselves. */
export const apiObjects: Version = { ...defineVersion('v1', own, canonical), modules: {} }

/** Objects of the API alone: an unknown field in one of these is a typing mistake. Canonical objects keep theirs. */
export const strictObjects: ReadonlySet<string> = new Set(
  [
    partyShapes,
    partnerShapes,
    priceGroupShapes,
    retailShapes,
    webhookShapes,
    keyShapes,
    commandShapes,
    inspectionShapes,
    meterKeyShapes,
    exchangeShapes,
    alertShapes,
    agreementShapes,
    chargingShapes,
  ]
    .flatMap(({ objects }) => Object.keys(objects ?? {}))
    .concat('PriceQuestion', 'BatchLine', 'BatchKey', 'EvseStatus')
    .filter((name) => !name.endsWith('Order') && name !== 'CommandToken' && name !== 'AuthorizationAnswer'),
)
