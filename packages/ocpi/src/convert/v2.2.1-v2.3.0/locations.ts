import type { ConversionRules } from '../rules.ts'

const UNKNOWN = 'OCPI 2.2.1 has no such field'

// Upward nothing has to be said: what 2.3.0 added is optional, and its enums only grew.

/**
 * A connector without an equivalent in 2.2.1 is left out: any other standard would send drivers to a plug that does
 * not fit. An EVSE that loses its last connector goes with it; its Location stays.
 */
export const locationsDown: ConversionRules = {
  objects: {
    Location: { drop: { parking_places: UNKNOWN, help_phone: UNKNOWN } },
    EVSE: { drop: { parking: UNKNOWN, accepted_service_providers: UNKNOWN } },
    Connector: { drop: { capabilities: UNKNOWN } },
  },
  enums: {
    Capability: { otherwise: null, why: 'OCPI 2.2.1 has no such Capability' },
    ConnectorType: { otherwise: null, why: 'OCPI 2.2.1 has no such ConnectorType' },
    EnvironmentalImpactCategory: { otherwise: null, why: 'OCPI 2.2.1 has no such EnvironmentalImpactCategory' },
    Facility: { otherwise: null, why: 'OCPI 2.2.1 has no such Facility' },
    ImageCategory: { otherwise: 'OTHER', why: 'OCPI 2.2.1 has no such ImageCategory' },
    ParkingRestriction: { otherwise: null, why: 'OCPI 2.2.1 has no such ParkingRestriction' },
    ParkingType: { otherwise: null, why: 'OCPI 2.2.1 has no such ParkingType' },
  },
}
