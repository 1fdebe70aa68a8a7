import { id } from '../define/fields.ts'
import { change, changeEnum, closed, object, open, type Rule } from '../define/object.ts'
import { isGiven, isObject, NONE, objectsIn, uniqueIn } from '../define/rules.ts'
import { boolean, ciString, key, many, maybe, number, one, some, string } from '../define/type.ts'
import type { Chapter } from '../define/version.ts'

const parkingKnown: Rule = {
  id: 'R-LOC-37',
  severity: 'note',
  fields: ['evses', 'parking_places'],
  check: (location) => {
    const { evses } = location
    if (!Array.isArray(evses) || !evses.some((evse) => isObject(evse) && isGiven(evse.parking))) return NONE
    const folded = (value: unknown) => String(value).toLowerCase()
    const known = new Set(objectsIn(location, 'parking_places').map(({ item }) => folded(item.id)))
    return objectsIn(location, 'evses').flatMap((evse) =>
      objectsIn(evse.item, 'parking')
        .filter(({ item }) => isGiven(item.parking_id) && !known.has(folded(item.parking_id)))
        .map(({ at }) => ({
          path: `${evse.at}${at}/parking_id`,
          message: 'no parking place of this Location has this id',
        })),
    )
  },
}

/** What the EU regulation on infrastructure for alternative fuels wants to know of places for larger vehicles. */
const measures = [
  'max_vehicle_weight',
  'max_vehicle_height',
  'max_vehicle_length',
  'max_vehicle_width',
  'parking_space_length',
  'parking_space_width',
  'dangerous_goods_allowed',
]
const small = new Set<unknown>(['PERSONAL_VEHICLE', 'MOTORCYCLE'])

const measuresGiven: Rule = {
  id: 'R-LOC-38',
  severity: 'note',
  fields: ['vehicle_types', ...measures],
  check: (parking) =>
    Array.isArray(parking.vehicle_types) && parking.vehicle_types.some((type) => !small.has(type))
      ? measures
          .filter((name) => !isGiven(parking[name]))
          .map((name) => ({ path: `/${name}`, message: `${name} should be given for these vehicle_types` }))
      : NONE,
}

const pictureGiven: Rule = {
  id: 'R-LOC-39',
  severity: 'note',
  fields: ['vehicle_types', 'images'],
  check: (parking) =>
    Array.isArray(parking.vehicle_types) && parking.vehicle_types.includes('DISABLED') && !isGiven(parking.images)
      ? [{ path: '/images', message: 'a place for disabled people should have a picture' }]
      : NONE,
}

/** Chapter "Locations module": parking places, capabilities of connectors, open enums. */
export const locations: Chapter = {
  objects: {
    Location: change({
      add: {
        parking_places: many('Parking', { doc: 'Places at which vehicles charging here can park.' }),
        help_phone: maybe(ciString(25), { doc: 'Help for drivers at this Location.' }),
      },
      rules: [uniqueIn('R-LOC-36', 'value', 'parking_places', ['id']), parkingKnown],
    }),
    EVSE: change({
      add: {
        parking: many('EVSEParking', { doc: 'Places from which this EVSE can be used; EVSEs may share one.' }),
        accepted_service_providers: many(string(50), { doc: 'Names of the eMSPs whose customers may charge.' }),
      },
    }),
    Connector: change({ add: { capabilities: many('ConnectorCapability') } }),
    Parking: object(
      'A parking place, or the limits for parking where places are not marked.',
      {
        id: key(id, { doc: 'Unique within its Location.' }),
        physical_reference: maybe(string(12), { doc: 'Painted or posted at the place.' }),
        vehicle_types: some('VehicleType', { doc: 'What it was designed for.' }),
        max_vehicle_weight: maybe(number(), { unit: 'kg' }),
        max_vehicle_height: maybe(number(), { unit: 'cm' }),
        max_vehicle_length: maybe(number(), { unit: 'cm' }),
        max_vehicle_width: maybe(number(), { unit: 'cm' }),
        parking_space_length: maybe(number(), { unit: 'cm' }),
        parking_space_width: maybe(number(), { unit: 'cm' }),
        dangerous_goods_allowed: maybe(boolean),
        direction: maybe('ParkingDirection'),
        drive_through: maybe(boolean, { doc: 'Without reversing, for all of the vehicle types.' }),
        restricted_to_type: one(boolean, { doc: 'Other vehicle types must not park here even if they fit.' }),
        reservation_required: one(boolean),
        time_limit: maybe(number(), { unit: 'min' }),
        roofed: maybe(boolean),
        images: many('Image'),
        lighting: maybe(boolean),
        refrigeration_outlet: maybe(boolean, { doc: 'Power for the cooling of a load.' }),
        standards: many(id, { doc: 'Such as PAS 1899.' }),
        apds_reference: maybe(ciString(), { doc: 'An element described by the Alliance for Parking Data Standards.' }),
      },
      { rules: [measuresGiven, pictureGiven] },
    ),
    EVSEParking: object('A parking place as seen from an EVSE.', {
      parking_id: one(id, { doc: "Id in the Location's `parking_places`." }),
      evse_position: maybe('EVSEPosition', { doc: 'Where the EVSE is, seen from the vehicle.' }),
    }),
  },
  enums: {
    Capability: changeEnum({ open: true }),
    ConnectorCapability: open('What drivers can use at a connector; that the hardware could is not enough.', [
      'ISO_15118_2_PLUG_AND_CHARGE',
      'ISO_15118_20_PLUG_AND_CHARGE',
    ]),
    ConnectorType: changeEnum({ open: true, add: ['MCS', 'SAE_J3400'] }),
    EnvironmentalImpactCategory: changeEnum({ open: true }),
    EVSEPosition: closed('Where an EVSE is beside a parking place.', ['LEFT', 'RIGHT', 'CENTER']),
    Facility: changeEnum({ open: true }),
    ImageCategory: changeEnum({ open: true }),
    ParkingDirection: closed('How a vehicle stands.', ['PARALLEL', 'PERPENDICULAR', 'ANGLE']),
    ParkingRestriction: changeEnum({ open: true, add: ['EMPLOYEES', 'TAXIS', 'TENANTS'] }),
    ParkingType: changeEnum({ open: true }),
    VehicleType: open('Kinds of vehicles a parking place is made for.', [
      'MOTORCYCLE',
      'PERSONAL_VEHICLE',
      'PERSONAL_VEHICLE_WITH_TRAILER',
      'VAN',
      'SEMI_TRACTOR',
      'RIGID',
      'TRUCK_WITH_TRAILER',
      'BUS',
      'DISABLED',
    ]),
  },
}
