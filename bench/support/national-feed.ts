// A national feed, made up: Locations as a national access point serves them, the same at every run. What is odd in most of
// them is what real feeds do and a receiver has to take (tariffs inside EVSEs, empty texts, 400 V, fields of other versions);
// what is faulty in a few is planted, and known.

export const FEED_PARTY = { country_code: 'DE', party_id: 'NAP' } as const

type Json = Record<string, unknown>
interface Evse extends Json {
  connectors: Json[]
}
interface Location extends Json {
  id: string
  evses: Evse[]
}

/** What is left out, as `GET /aside` has to list it. */
export interface Planted {
  /** Null where the object does not say which it is. */
  readonly object: string | null
  /** JSON pointer; empty for the whole object. */
  readonly path: string
}

/** One Location in this many has a fault. */
const FAULTY_EVERY = 101

type Fault = (location: Location) => string

/** Each spoils a Location and says where. */
const faults: readonly Fault[] = [
  (location) => {
    location.evses[0]!.connectors[1]!.standard = 'TYPE_2'
    return '/evses/0/connectors/1'
  },
  (location) => {
    delete location.evses[0]!.connectors[1]!.max_amperage
    return '/evses/0/connectors/1'
  },
  (location) => {
    location.evses[1]!.status = 'FREE'
    return '/evses/1'
  },
  (location) => {
    location.evses[1]!.connectors = []
    return '/evses/1'
  },
  (location) => {
    location.evses[1]!.connectors[0]!.max_voltage = '400'
    location.evses[1]!.connectors.length = 1
    return '/evses/1'
  },
  (location) => {
    location.evses[1]!.uid = location.evses[0]!.uid
    return '/evses/1'
  },
  (location) => {
    ;(location.evses[0]!.capabilities as string[]).push('RFID')
    return '/evses/0/capabilities/2'
  },
  (location) => {
    location.opening_times = {
      twentyfourseven: false,
      regular_hours: [{ weekday: 1, period_begin: '08:00:00', period_end: '20:00:00' }],
    }
    return '/opening_times'
  },
  (location) => {
    location.operator = { name: 'Stadtwerke', website: 'www.stadtwerke.example' }
    return '/operator/website'
  },
  (location) => {
    location.postal_code = 'nicht bekannt'
    return '/postal_code'
  },
  (location) => {
    location.facilities = ['CAFE', 'KIOSK']
    return '/facilities/1'
  },
  (location) => {
    location.images = [{ url: 'https://images.example/1.png', category: 'CHARGER', type: 'image/png' }]
    return '/images/0'
  },
  (location) => {
    location.coordinates = { latitude: '48.89', longitude: '9.18' }
    return ''
  },
  (location) => {
    delete location.coordinates
    return ''
  },
  (location) => {
    location.country = 'DE'
    return ''
  },
  (location) => {
    location.last_updated = '2026-02-30T00:00:00Z'
    return ''
  },
  (location) => {
    location.time_zone = 'Deutschland'
    return ''
  },
  (location) => {
    delete (location as Json).id
    return ''
  },
]

/** Small numbers that look like chance, from a seed and a place (splitmix32). */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below
  }
}

const CITIES = ['Ludwigsburg', 'Köln', 'Münster', 'Görlitz', 'Bad Urach', 'Frankfurt (Oder)', 'Sankt Peter-Ording']
const STREETS = ['Brenzstraße', 'Am Bahnhof', 'Königsallee', 'Schloßplatz', 'Lindenweg', 'Industriestraße']
const STATUSES = ['AVAILABLE', 'CHARGING', 'OUTOFORDER', 'UNKNOWN']

const day = (below: (most: number) => number): string =>
  new Date(Date.UTC(2026, below(6), 1 + below(28), below(24), below(60), below(60))).toISOString()

/** A tariff where 2.2.1 has none: kept as it came, and no fault. */
const embeddedTariff = (at: number) => ({
  id: `T${at % 400}`,
  currency: 'EUR',
  elements: [
    { price_components: [{ type: 'ENERGY', price: 0.39 + (at % 30) / 100, step_size: 1 }] },
    {
      price_components: [{ type: 'PARKING_TIME', price: 4.8, step_size: 60 }],
      restrictions: [{ start_time: '08:00:00', end_time: '19:59:59', min_duration: 14460 }],
    },
  ],
})

function connector(evse: string, index: number, fast: boolean, at: string): Json {
  return {
    id: `${evse}-${index + 1}`,
    standard: fast ? 'IEC_62196_T2_COMBO' : 'IEC_62196_T2',
    format: fast ? 'CABLE' : 'SOCKET',
    power_type: fast ? 'DC' : 'AC_3_PHASE',
    max_voltage: fast ? 920 : 400,
    max_amperage: fast ? 200 : 32,
    max_electric_power: fast ? 150_000 : 22_000,
    last_updated: at,
  }
}

function evse(location: number, index: number, below: (most: number) => number): Evse {
  const uid = `${8_000_000 + location * 8 + index}`
  const fast = below(4) === 0
  const at = day(below)
  return {
    uid,
    evse_id: `DE*NAP*E${uid}*${index + 1}`,
    status: STATUSES[below(STATUSES.length)]!,
    capabilities: ['RFID_READER', 'REMOTE_START_STOP_CAPABLE'],
    physical_reference: below(3) === 0 ? '' : String(index + 1),
    accepted_service_providers: ['one', 'another'],
    tariffs: [embeddedTariff(location + index)],
    connectors: [connector(uid, 0, fast, at), ...(index === 0 ? [connector(uid, 1, false, at)] : [])],
    last_updated: at,
  }
}

function sound(at: number, seed: number): Location {
  const below = chance(Math.imul(at + 1, 0x85ebca6b) ^ seed)
  return {
    ...FEED_PARTY,
    id: `N${1_000_000 + at}`,
    publish: true,
    name: `${CITIES[below(CITIES.length)]} ${STREETS[below(STREETS.length)]} ${1 + below(200)}`,
    address: `${STREETS[below(STREETS.length)]} ${1 + below(200)}`,
    city: CITIES[below(CITIES.length)]!,
    postal_code: String(10_000 + below(89_999)),
    country: 'DEU',
    coordinates: {
      latitude: (47.5 + below(7_000_000) / 1e6).toFixed(6),
      longitude: (6 + below(8_900_000) / 1e6).toFixed(6),
    },
    directions: [{ language: 'de', text: 'öffentliche Ladestation, durchgehend geöffnet' }],
    operator: { name: 'Stadtwerke Musterstadt GmbH', website: 'https://www.stadtwerke.example' },
    opening_times: { twentyfourseven: true },
    time_zone: 'Europe/Berlin',
    charging_when_closed: true,
    help_phone: '+4971410000000',
    energy_mix: { is_green_energy: true },
    evses: Array.from({ length: 2 + below(3) }, (_, index) => evse(at, index, below)),
    last_updated: day(below),
  }
}

const faultOf = (at: number): Fault | undefined =>
  at % FAULTY_EVERY === 50 ? faults[Math.floor(at / FAULTY_EVERY) % faults.length] : undefined

/** The Location at a place of the feed. */
export function feedLocation(at: number, seed: number): Json {
  const location = sound(at, seed)
  faultOf(at)?.(location)
  return location
}

/** Everything that is faulty among the first `count`. */
export function planted(count: number, seed: number): Planted[] {
  const found: Planted[] = []
  for (let at = 0; at < count; at++) {
    const fault = faultOf(at)
    if (!fault) continue
    const location = sound(at, seed)
    const path = fault(location)
    found.push({ object: location.id ?? null, path })
  }
  return found
}
