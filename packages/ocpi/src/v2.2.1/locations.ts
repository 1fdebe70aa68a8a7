import { get, list, module, patch, put } from '../define/endpoint.ts'
import { country, id, lastUpdated, latitude, longitude, owner, timeOfDay } from '../define/fields.ts'
import { closed, object, type Rule } from '../define/object.ts'
import { isGiven, needs, objectsIn, uniqueIn } from '../define/rules.ts'
import {
  boolean,
  ciString,
  dateTime,
  int,
  key,
  many,
  maybe,
  number,
  one,
  some,
  string,
  timeZone,
  url,
} from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const listWithoutUse: Rule = {
  id: 'R-LOC-14',
  severity: 'note',
  fields: ['publish', 'publish_allowed_to'],
  check: (location) =>
    location.publish === true && isGiven(location.publish_allowed_to)
      ? [{ path: '/publish_allowed_to', message: 'publish_allowed_to has no effect while publish is true' }]
      : [],
}

const someIdentification: Rule = {
  id: 'R-LOC-15',
  severity: 'value',
  fields: ['uid', 'visual_number', 'group_id'],
  check: (entry) =>
    isGiven(entry.uid) || isGiven(entry.visual_number) || isGiven(entry.group_id)
      ? []
      : [{ path: '', message: 'one of uid, visual_number and group_id is needed' }],
}

const regularHoursMissing: Rule = {
  id: 'R-LOC-23',
  severity: 'value',
  fields: ['twentyfourseven', 'regular_hours'],
  check: (hours) =>
    hours.twentyfourseven === false && !isGiven(hours.regular_hours)
      ? [{ path: '/regular_hours', message: 'regular_hours needs an entry when twentyfourseven is false' }]
      : [],
}

const regularHoursUnused: Rule = {
  id: 'R-LOC-23',
  severity: 'note',
  fields: ['twentyfourseven', 'regular_hours'],
  check: (hours) =>
    hours.twentyfourseven === true && isGiven(hours.regular_hours)
      ? [{ path: '/regular_hours', message: 'regular_hours has no effect while twentyfourseven is true' }]
      : [],
}

/** Both are HH:MM, so text order is time order. A period over midnight is two entries. */
const endAfterBegin: Rule = {
  id: 'R-LOC-24',
  severity: 'value',
  fields: ['period_begin', 'period_end'],
  check: ({ period_begin, period_end }) =>
    typeof period_begin === 'string' && typeof period_end === 'string' && period_end <= period_begin
      ? [{ path: '/period_end', message: 'period_end has to be later than period_begin' }]
      : [],
}

/** Shares are often rounded; half a percent is let pass. */
const sharesAddUp: Rule = {
  id: 'R-LOC-30',
  severity: 'note',
  fields: ['energy_sources'],
  check: (mix) => {
    const shares = objectsIn(mix, 'energy_sources').map(({ item }) => item.percentage)
    if (shares.length === 0 || !shares.every((share) => typeof share === 'number')) return []
    const sum = shares.reduce((total, share) => total + share, 0)
    return Math.abs(sum - 100) > 0.5
      ? [{ path: '/energy_sources', message: 'the percentages do not add up to 100' }]
      : []
  },
}

/** Chapter "Locations module". */
export const locations: Chapter = {
  objects: {
    Location: object(
      'A place with one or more EVSEs.',
      {
        ...owner,
        id: key(id, { doc: 'Never changes.' }),
        publish: one(boolean, { doc: 'May be shown to drivers; if not, only to owners of the tokens listed.' }),
        publish_allowed_to: many('PublishTokenType', {
          doc: 'Only with `publish: false`. One matching entry is enough.',
        }),
        name: maybe(string(255)),
        address: one(string(255), { doc: 'Street and house number.' }),
        city: one(string(45)),
        postal_code: maybe(string(10), { doc: 'Absent only where there is none.' }),
        state: maybe(string(45)),
        country: one(country, { doc: 'ISO 3166-1 alpha-3, not alpha-2.' }),
        coordinates: one('GeoLocation'),
        related_locations: many('AdditionalGeoLocation', { doc: 'Entrances and the like.' }),
        parking_type: maybe('ParkingType'),
        evses: many('EVSE', { doc: 'Removed ones stay, with status REMOVED.' }),
        directions: many('DisplayText'),
        operator: maybe('BusinessDetails', { doc: "Absent: the business details of the owner's credentials role." }),
        suboperator: maybe('BusinessDetails'),
        owner: maybe('BusinessDetails'),
        facilities: many('Facility'),
        time_zone: one(timeZone, { doc: 'IANA name; local times of this Location and of its tariffs are in it.' }),
        opening_times: maybe('Hours', { doc: 'When the EVSEs can be reached.' }),
        charging_when_closed: maybe(boolean, { doc: 'EVSEs still charge outside opening times.', default: true }),
        images: many('Image'),
        energy_mix: maybe('EnergyMix'),
        last_updated: lastUpdated,
      },
      {
        patchRequires: ['last_updated'],
        rules: [uniqueIn('R-LOC-12', 'identity', 'evses', ['uid']), listWithoutUse],
      },
    ),
    EVSE: object(
      'What charges one vehicle at a time; it may have several connectors.',
      {
        uid: key(id, { doc: 'Never changes; unique on the platform of the CPO, not only in its Location.' }),
        evse_id: maybe(ciString(48), { doc: 'The id drivers see; may be taken away when REMOVED, to be used again.' }),
        status: one('Status'),
        status_schedule: many('StatusSchedule', { doc: 'Plans only; the change itself is sent when it happens.' }),
        capabilities: many('Capability'),
        connectors: some('Connector'),
        floor_level: maybe(string(4)),
        coordinates: maybe('GeoLocation'),
        physical_reference: maybe(string(16), { doc: 'Printed on the outside.' }),
        directions: many('DisplayText'),
        parking_restrictions: many('ParkingRestriction'),
        images: many('Image'),
        last_updated: lastUpdated,
      },
      { patchRequires: ['last_updated'], rules: [uniqueIn('R-LOC-12', 'identity', 'connectors', ['id'])] },
    ),
    Connector: object(
      'A socket or cable of an EVSE.',
      {
        id: key(id, { doc: 'Unique within its EVSE only.' }),
        standard: one('ConnectorType'),
        format: one('ConnectorFormat'),
        power_type: one('PowerType'),
        max_voltage: one(int(0), { unit: 'V', doc: 'Line to neutral for AC_3_PHASE: 230, not 400.' }),
        max_amperage: one(int(0), { unit: 'A', doc: 'Per phase.' }),
        max_electric_power: maybe(int(0), { unit: 'W', doc: 'Given when lower than voltage and amperage allow.' }),
        tariff_ids: many(id, { doc: 'At most one tariff of each type is active at a time.' }),
        terms_and_conditions: maybe(url),
        last_updated: lastUpdated,
      },
      { patchRequires: ['last_updated'] },
    ),
    AdditionalGeoLocation: object('Coordinates of something near the Location.', {
      latitude: one(latitude, { unit: 'degrees' }),
      longitude: one(longitude, { unit: 'degrees' }),
      name: maybe('DisplayText'),
    }),
    BusinessDetails: object('A company as drivers see it.', {
      name: one(string(100)),
      website: maybe(url),
      logo: maybe('Image'),
    }),
    EnergyMix: object(
      'Where the energy comes from.',
      {
        is_green_energy: one(boolean, { doc: 'All of it is from regenerative sources.' }),
        energy_sources: many('EnergySource'),
        environ_impact: many('EnvironmentalImpact'),
        supplier_name: maybe(string(64)),
        energy_product_name: maybe(string(64)),
      },
      { rules: [sharesAddUp] },
    ),
    EnergySource: object('The share of one source in an energy mix.', {
      source: one('EnergySourceCategory'),
      percentage: one(number(0, 100), { unit: '%' }),
    }),
    EnvironmentalImpact: object('What a kilowatt-hour does to the environment.', {
      category: one('EnvironmentalImpactCategory'),
      amount: one(number(), { unit: 'g/kWh' }),
    }),
    ExceptionalPeriod: object('A period outside the regular hours; in UTC, unlike those.', {
      period_begin: one(dateTime, { doc: 'UTC.' }),
      period_end: one(dateTime, { doc: 'UTC.' }),
    }),
    GeoLocation: object('Coordinates in WGS 84, as text.', {
      latitude: one(latitude, { unit: 'degrees' }),
      longitude: one(longitude, { unit: 'degrees' }),
    }),
    Hours: object(
      'Opening times.',
      {
        twentyfourseven: one(boolean, { doc: 'Always open, except for the exceptional closings.' }),
        regular_hours: many('RegularHours', { doc: 'At least one when `twentyfourseven` is false, else unused.' }),
        exceptional_openings: many('ExceptionalPeriod', { doc: 'Open besides the regular hours.' }),
        exceptional_closings: many('ExceptionalPeriod', { doc: 'Closed, whatever else says open.' }),
      },
      { rules: [regularHoursMissing, regularHoursUnused] },
    ),
    Image: object('A picture on the web.', {
      url: one(url),
      thumbnail: maybe(url),
      category: one('ImageCategory'),
      type: one(ciString(4), { doc: 'gif, jpeg, png or svg; not a media type.' }),
      width: maybe(int(0, 99999), { unit: 'px' }),
      height: maybe(int(0, 99999), { unit: 'px' }),
    }),
    PublishTokenType: object(
      'Tokens whose owners may see an unpublished Location; all fields given have to match.',
      {
        uid: maybe(id, { doc: 'Needs `type`.' }),
        type: maybe('TokenType'),
        visual_number: maybe(string(64), { doc: 'Needs `issuer`.' }),
        issuer: maybe(string(64)),
        group_id: maybe(id),
      },
      {
        rules: [
          someIdentification,
          needs('R-LOC-15', 'value', 'uid', 'type'),
          needs('R-LOC-15', 'value', 'visual_number', 'issuer'),
        ],
      },
    ),
    RegularHours: object(
      'Opening times of one weekday; in local time, unlike exceptional periods.',
      {
        weekday: one(int(1, 7), { doc: '1 is Monday, 7 is Sunday.' }),
        period_begin: one(timeOfDay, { doc: 'Local time.' }),
        period_end: one(timeOfDay, { doc: 'Local time, later than `period_begin`.' }),
      },
      { rules: [endAfterBegin] },
    ),
    StatusSchedule: object('A planned status of an EVSE.', {
      period_begin: one(dateTime),
      period_end: maybe(dateTime, { doc: 'Absent when not known.' }),
      status: one('Status'),
    }),
  },
  enums: {
    Capability: closed('What an EVSE can do.', [
      'CHARGING_PROFILE_CAPABLE',
      'CHARGING_PREFERENCES_CAPABLE',
      'CHIP_CARD_SUPPORT',
      'CONTACTLESS_CARD_SUPPORT',
      'CREDIT_CARD_PAYABLE',
      'DEBIT_CARD_PAYABLE',
      'PED_TERMINAL',
      'REMOTE_START_STOP_CAPABLE',
      'RESERVABLE',
      'RFID_READER',
      'START_SESSION_CONNECTOR_REQUIRED',
      'TOKEN_GROUP_CAPABLE',
      'UNLOCK_CAPABLE',
    ]),
    ConnectorFormat: closed('Socket or attached cable.', ['SOCKET', 'CABLE']),
    ConnectorType: closed('The standard of a connector; mixed case is meant.', [
      'CHADEMO',
      'CHAOJI',
      ...[...'ABCDEFGHIJKLMNO'].map((letter) => `DOMESTIC_${letter}`),
      'GBT_AC',
      'GBT_DC',
      'IEC_60309_2_single_16',
      'IEC_60309_2_three_16',
      'IEC_60309_2_three_32',
      'IEC_60309_2_three_64',
      'IEC_62196_T1',
      'IEC_62196_T1_COMBO',
      'IEC_62196_T2',
      'IEC_62196_T2_COMBO',
      'IEC_62196_T3A',
      'IEC_62196_T3C',
      'NEMA_5_20',
      'NEMA_6_30',
      'NEMA_6_50',
      'NEMA_10_30',
      'NEMA_10_50',
      'NEMA_14_30',
      'NEMA_14_50',
      'PANTOGRAPH_BOTTOM_UP',
      'PANTOGRAPH_TOP_DOWN',
      'TESLA_R',
      'TESLA_S',
    ]),
    EnergySourceCategory: closed('Sources of energy.', [
      'NUCLEAR',
      'GENERAL_FOSSIL',
      'COAL',
      'GAS',
      'GENERAL_GREEN',
      'SOLAR',
      'WIND',
      'WATER',
    ]),
    EnvironmentalImpactCategory: closed('What the environment gets.', ['NUCLEAR_WASTE', 'CARBON_DIOXIDE']),
    Facility: closed('What is at or near a Location.', [
      'HOTEL',
      'RESTAURANT',
      'CAFE',
      'MALL',
      'SUPERMARKET',
      'SPORT',
      'RECREATION_AREA',
      'NATURE',
      'MUSEUM',
      'BIKE_SHARING',
      'BUS_STOP',
      'TAXI_STAND',
      'TRAM_STOP',
      'METRO_STATION',
      'TRAIN_STATION',
      'AIRPORT',
      'PARKING_LOT',
      'CARPOOL_PARKING',
      'FUEL_STATION',
      'WIFI',
    ]),
    ImageCategory: closed('What a picture shows.', [
      'CHARGER',
      'ENTRANCE',
      'LOCATION',
      'NETWORK',
      'OPERATOR',
      'OTHER',
      'OWNER',
    ]),
    ParkingRestriction: closed('Who may park.', ['CUSTOMERS', 'DISABLED', 'EV_ONLY', 'MOTORCYCLES', 'PLUGGED']),
    ParkingType: closed('Where one parks.', [
      'ALONG_MOTORWAY',
      'PARKING_GARAGE',
      'PARKING_LOT',
      'ON_DRIVEWAY',
      'ON_STREET',
      'UNDERGROUND_GARAGE',
    ]),
    PowerType: closed('Kind of current and number of phases.', [
      'AC_1_PHASE',
      'AC_2_PHASE',
      'AC_2_PHASE_SPLIT',
      'AC_3_PHASE',
      'DC',
    ]),
    Status: closed('What an EVSE is doing; REMOVED takes the place of deleting.', [
      'AVAILABLE',
      'BLOCKED',
      'CHARGING',
      'INOPERATIVE',
      'OUTOFORDER',
      'PLANNED',
      'REMOVED',
      'RESERVED',
      'UNKNOWN',
    ]),
  },
  modules: [
    module('locations', 'functional', 'Locations, EVSEs and connectors, from the CPO to everybody.', {
      SENDER: [
        list('getLocations', 'Location', 'All Locations the caller may see.'),
        get('getLocation', '{location_id}', 'Location', 'One Location.'),
        get('getEvse', '{location_id}/{evse_uid}', 'EVSE', 'One EVSE.'),
        get('getConnector', '{location_id}/{evse_uid}/{connector_id}', 'Connector', 'One connector.'),
      ],
      RECEIVER: [
        get(
          'getLocation',
          '{country_code}/{party_id}/{location_id}',
          'Location',
          'A Location as the receiver stored it.',
        ),
        get(
          'getEvse',
          '{country_code}/{party_id}/{location_id}/{evse_uid}',
          'EVSE',
          'An EVSE as the receiver stored it.',
        ),
        get(
          'getConnector',
          '{country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id}',
          'Connector',
          'A connector as the receiver stored it.',
        ),
        put(
          'putLocation',
          '{country_code}/{party_id}/{location_id}',
          'Location',
          'A new Location, or all of it again.',
        ),
        put(
          'putEvse',
          '{country_code}/{party_id}/{location_id}/{evse_uid}',
          'EVSE',
          "A new EVSE, or all of it again; the Location's `last_updated` follows.",
        ),
        put(
          'putConnector',
          '{country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id}',
          'Connector',
          "A new connector, or all of it again; the parents' `last_updated` follows.",
        ),
        patch('patchLocation', '{country_code}/{party_id}/{location_id}', 'Location', 'Changed fields of a Location.'),
        patch(
          'patchEvse',
          '{country_code}/{party_id}/{location_id}/{evse_uid}',
          'EVSE',
          'Changed fields of an EVSE, mostly its status.',
        ),
        patch(
          'patchConnector',
          '{country_code}/{party_id}/{location_id}/{evse_uid}/{connector_id}',
          'Connector',
          'Changed fields of a connector.',
        ),
      ],
    }),
  ],
}
