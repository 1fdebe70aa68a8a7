import { expect, test } from 'vitest'
import type { Payload } from './define/endpoint.ts'
import { endpointsOf, type PlacedEndpoint, type Version } from './define/version.ts'
import { v221 } from './v2.2.1/index.ts'
import { v230 } from './v2.3.0/index.ts'
import { versions } from './versions.ts'

// The tables of the specification, written down by hand: module side METHOD path ?query < body > answer.
// `!` marks a required query parameter, `~` a body of changed fields only, `?` a body that may be absent.
const page = 'date_from date_to offset limit'
const both = `
E-01 versions SENDER GET versions > Version[]
E-02 versions SENDER GET {version} > VersionDetails
E-03 credentials SENDER GET > Credentials
E-04 credentials SENDER POST < Credentials > Credentials
E-05 credentials SENDER PUT < Credentials > Credentials
E-06 credentials SENDER DELETE
E-07 hubclientinfo SENDER GET ?${page} > ClientInfo[] paged
E-08 hubclientinfo RECEIVER GET {country_code}/{party_id} > ClientInfo
E-09 hubclientinfo RECEIVER PUT {country_code}/{party_id} < ClientInfo
E-10 locations SENDER GET ?${page} > Location[] paged
E-11 locations SENDER GET {location_id} > Location
E-12 locations SENDER GET {location_id}/{evse_uid} > EVSE
E-13 locations SENDER GET {location_id}/{evse_uid}/{connector_id} > Connector
E-14 locations RECEIVER GET {country_code}/{party_id}/{location_id} > Location
E-14 locations RECEIVER GET {country_code}/{party_id}/{location_id}/{evse_uid} > EVSE
E-14 locations RECEIVER GET {country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id} > Connector
E-15 locations RECEIVER PUT {country_code}/{party_id}/{location_id} < Location
E-15 locations RECEIVER PUT {country_code}/{party_id}/{location_id}/{evse_uid} < EVSE
E-15 locations RECEIVER PUT {country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id} < Connector
E-16 locations RECEIVER PATCH {country_code}/{party_id}/{location_id} < Location~
E-16 locations RECEIVER PATCH {country_code}/{party_id}/{location_id}/{evse_uid} < EVSE~
E-16 locations RECEIVER PATCH {country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id} < Connector~
E-17 sessions SENDER GET ?date_from! date_to offset limit > Session[] paged
E-18 sessions SENDER PUT {session_id}/charging_preferences < ChargingPreferences > ChargingPreferencesResponse
E-19 sessions RECEIVER GET {country_code}/{party_id}/{session_id} > Session
E-20 sessions RECEIVER PUT {country_code}/{party_id}/{session_id} < Session
E-21 sessions RECEIVER PATCH {country_code}/{party_id}/{session_id} < Session~
E-22 cdrs SENDER GET ?${page} > CDR[] paged
E-23 cdrs RECEIVER POST < CDR answers-Location
E-24 cdrs RECEIVER GET {country_code}/{party_id}/{cdr_id} > CDR from-Location
E-25 tariffs SENDER GET ?${page} > Tariff[] paged
E-26 tariffs RECEIVER GET {country_code}/{party_id}/{tariff_id} > Tariff
E-27 tariffs RECEIVER PUT {country_code}/{party_id}/{tariff_id} < Tariff
E-28 tariffs RECEIVER DELETE {country_code}/{party_id}/{tariff_id}
E-29 tokens SENDER GET ?${page} > Token[] paged
E-30 tokens SENDER POST {token_uid}/authorize ?type=RFID < LocationReferences? > AuthorizationInfo
E-31 tokens RECEIVER GET {country_code}/{party_id}/{token_uid} ?type=RFID > Token
E-32 tokens RECEIVER PUT {country_code}/{party_id}/{token_uid} ?type=RFID < Token
E-33 tokens RECEIVER PATCH {country_code}/{party_id}/{token_uid} ?type=RFID < Token~
E-34 commands RECEIVER POST CANCEL_RESERVATION < CancelReservation > CommandResponse
E-34 commands RECEIVER POST RESERVE_NOW < ReserveNow > CommandResponse
E-34 commands RECEIVER POST START_SESSION < StartSession > CommandResponse
E-34 commands RECEIVER POST STOP_SESSION < StopSession > CommandResponse
E-34 commands RECEIVER POST UNLOCK_CONNECTOR < UnlockConnector > CommandResponse
E-34 commands RECEIVER POST {command} > CommandResponse
E-35 commands SENDER POST {command}/{command_id} < CommandResult from-response_url
E-36 chargingprofiles RECEIVER GET {session_id} ?duration! response_url! > ChargingProfileResponse
E-37 chargingprofiles RECEIVER PUT {session_id} < SetChargingProfile > ChargingProfileResponse
E-38 chargingprofiles RECEIVER DELETE {session_id} ?response_url! > ChargingProfileResponse
E-39 chargingprofiles SENDER POST active/{request_id} < ActiveChargingProfileResult from-response_url
E-39 chargingprofiles SENDER POST set/{request_id} < ChargingProfileResult from-response_url
E-39 chargingprofiles SENDER POST clear/{request_id} < ClearProfileResult from-response_url
E-40 chargingprofiles SENDER PUT {session_id} < ActiveChargingProfile`
const only230 = `
E-41 invoicereconciliation SENDER GET ?${page} > InvoiceReconciliationRecord[] paged
E-42 invoicereconciliation RECEIVER POST < InvoiceReconciliationRecord
E-43 invoicereconciliation RECEIVER GET {country_code}/{party_id}/{id} > InvoiceReconciliationRecord
E-44 invoicereconciliation RECEIVER PUT {country_code}/{party_id}/{id} < InvoiceReconciliationRecord
E-45 invoicereconciliation RECEIVER DELETE {country_code}/{party_id}/{id}`

const lines = (table: string) => table.trim().split('\n')
const withoutNumber = (line: string) => line.replace(/^E-\d+ /, '')

const payload = (mark: string, { name, shape }: Payload): string =>
  `${mark} ${name}${{ one: '', list: '[]', partial: '~', optional: '?' }[shape]}`

function written({ module, side, endpoint }: PlacedEndpoint): string {
  const query = Object.entries(endpoint.query).map(
    ([name, field]) =>
      `${name}${field.card === '1' ? '!' : ''}${field.default === undefined ? '' : `=${field.default}`}`,
  )
  const parts = [module.id, side, endpoint.method, endpoint.path]
  if (query.length > 0) parts.push(`?${query.join(' ')}`)
  if (endpoint.body) parts.push(payload('<', endpoint.body))
  if (endpoint.data) parts.push(payload('>', endpoint.data))
  if (endpoint.paged) parts.push('paged')
  if (endpoint.answersLocation) parts.push('answers-Location')
  if (endpoint.urlFrom === 'Location' || endpoint.urlFrom === 'response_url') parts.push(`from-${endpoint.urlFrom}`)
  return parts.filter((part) => part !== '').join(' ')
}

const tableOf = (version: Version) => endpointsOf(version).map(written).sort()

test('2.2.1 has exactly the endpoints of the tables', () => {
  expect(tableOf(v221)).toEqual(lines(both).map(withoutNumber).sort())
})

test('2.3.0 has the same endpoints and those of invoice reconciliation', () => {
  expect(tableOf(v230)).toEqual([...lines(both), ...lines(only230)].map(withoutNumber).sort())
})

test('every row from E-01 to E-45 is there', () => {
  const numbers = new Set([...lines(both), ...lines(only230)].map((line) => line.slice(0, 4)))
  expect(numbers).toEqual(new Set(Array.from({ length: 45 }, (_, index) => `E-${String(index + 1).padStart(2, '0')}`)))
})

test('R-ROUTE-02 R-HCI-11 configuration modules, which carry no routing headers, are these three', () => {
  for (const version of versions) {
    const configuration = Object.values(version.modules).filter(({ kind }) => kind === 'configuration')
    expect(configuration.map(({ id }) => id).sort()).toEqual(['credentials', 'hubclientinfo', 'versions'])
  }
})

test('T-24 every list is paged, but that of the versions', () => {
  for (const version of versions) {
    for (const { module, endpoint } of endpointsOf(version)) {
      if (endpoint.data?.shape === 'list') expect(endpoint.paged, endpoint.name).toBe(module.id !== 'versions')
    }
  }
})

test('handlers are named as the modules of the server expect them', () => {
  const names = (id: string, side: 'SENDER' | 'RECEIVER') => v230.modules[id]![side].map(({ name }) => name)
  expect(names('locations', 'RECEIVER')).toEqual([
    ...['getLocation', 'getEvse', 'getConnector', 'putLocation', 'putEvse', 'putConnector'],
    ...['patchLocation', 'patchEvse', 'patchConnector'],
  ])
  expect(names('commands', 'RECEIVER')).toEqual([
    ...['cancelReservation', 'reserveNow', 'startSession', 'stopSession', 'unlockConnector', 'unknownCommand'],
  ])
  expect(names('sessions', 'SENDER')).toEqual(['getSessions', 'putChargingPreferences'])
  expect(names('tokens', 'SENDER')).toEqual(['getTokens', 'authorizeToken'])
})

test('a client owned object is pushed to a path that begins with its owner', () => {
  for (const { module, side, endpoint } of endpointsOf(v230)) {
    if (module.kind === 'configuration' || side === 'SENDER' || !['PUT', 'PATCH'].includes(endpoint.method)) continue
    if (module.id === 'chargingprofiles') continue
    expect(endpoint.params.slice(0, 2), `${module.id} ${endpoint.name}`).toEqual(['country_code', 'party_id'])
  }
})
