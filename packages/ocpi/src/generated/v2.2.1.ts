// Made by `npm run generate` from the definitions of OCPI 2.2.1; not to be edited.

/** A version a platform speaks, and where its details are. */
export interface Version {
  version: VersionNumber
  /** Where the details of this version are found. URL. */
  url: string
}

/** The endpoints a platform offers in one version. */
export interface VersionDetails {
  version: VersionNumber
  /** One entry per module and interface role. At least one. */
  endpoints: Endpoint[]
}

/** One module of a version in one interface role. */
export interface Endpoint {
  identifier: ModuleID
  /** Says nothing for `credentials`, which is listed once. */
  role: InterfaceRole
  /** Taken as it is; its form is free. URL. */
  url: string
}

/** How to reach a platform, with which token, and which parties it speaks for. */
export interface Credentials {
  /** The token the reader of this object has to send; Base64 comes only in the header. Printable ASCII without white space. string(64). */
  token: string
  /** The versions endpoint of the platform that sent this object. URL. */
  url: string
  /** The same role may occur for several parties. At least one. */
  roles: CredentialsRole[]
}

/** A party on a platform, in one role. */
export interface CredentialsRole {
  role: Role
  business_details: BusinessDetails
  /** Independent of the prefixes in EVSE ids and contract ids. CiString(3). */
  party_id: string
  /** ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
}

/** Whether a party behind a hub can be reached. */
export interface ClientInfo {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  role: Role
  status: ConnectionStatus
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** A place with one or more EVSEs. */
export interface Location {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  /** Never changes. CiString(36). */
  id: string
  /** May be shown to drivers; if not, only to owners of the tokens listed. */
  publish: boolean
  /** Only with `publish: false`. One matching entry is enough. */
  publish_allowed_to?: PublishTokenType[]
  /** string(255). */
  name?: string
  /** Street and house number. string(255). */
  address: string
  /** string(45). */
  city: string
  /** Absent only where there is none. string(10). */
  postal_code?: string
  /** string(45). */
  state?: string
  /** ISO 3166-1 alpha-3, not alpha-2. A country of three upper-case letters such as NLD. string(3). */
  country: string
  coordinates: GeoLocation
  /** Entrances and the like. */
  related_locations?: AdditionalGeoLocation[]
  parking_type?: ParkingType
  /** Removed ones stay, with status REMOVED. */
  evses?: EVSE[]
  directions?: DisplayText[]
  /** Absent: the business details of the owner's credentials role. */
  operator?: BusinessDetails
  suboperator?: BusinessDetails
  owner?: BusinessDetails
  facilities?: Facility[]
  /** IANA name; local times of this Location and of its tariffs are in it. time zone. */
  time_zone: string
  /** When the EVSEs can be reached. */
  opening_times?: Hours
  /** EVSEs still charge outside opening times. Absent: `true`. */
  charging_when_closed?: boolean
  images?: Image[]
  energy_mix?: EnergyMix
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** What charges one vehicle at a time; it may have several connectors. */
export interface EVSE {
  /** Never changes; unique on the platform of the CPO, not only in its Location. CiString(36). */
  uid: string
  /** The id drivers see; may be taken away when REMOVED, to be used again. CiString(48). */
  evse_id?: string
  status: Status
  /** Plans only; the change itself is sent when it happens. */
  status_schedule?: StatusSchedule[]
  capabilities?: Capability[]
  /** At least one. */
  connectors: Connector[]
  /** string(4). */
  floor_level?: string
  coordinates?: GeoLocation
  /** Printed on the outside. string(16). */
  physical_reference?: string
  directions?: DisplayText[]
  parking_restrictions?: ParkingRestriction[]
  images?: Image[]
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** A socket or cable of an EVSE. */
export interface Connector {
  /** Unique within its EVSE only. CiString(36). */
  id: string
  standard: ConnectorType
  format: ConnectorFormat
  power_type: PowerType
  /** Line to neutral for AC_3_PHASE: 230, not 400. In V. int from 0. */
  max_voltage: number
  /** Per phase. In A. int from 0. */
  max_amperage: number
  /** Given when lower than voltage and amperage allow. In W. int from 0. */
  max_electric_power?: number
  /** At most one tariff of each type is active at a time. CiString(36). */
  tariff_ids?: string[]
  /** URL. */
  terms_and_conditions?: string
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** Coordinates of something near the Location. */
export interface AdditionalGeoLocation {
  /** Degrees with 5 to 7 decimals such as 50.770774. In degrees. string(10). */
  latitude: string
  /** Degrees with 5 to 7 decimals such as 3.729944. In degrees. string(11). */
  longitude: string
  name?: DisplayText
}

/** A company as drivers see it. */
export interface BusinessDetails {
  /** string(100). */
  name: string
  /** URL. */
  website?: string
  logo?: Image
}

/** Where the energy comes from. */
export interface EnergyMix {
  /** All of it is from regenerative sources. */
  is_green_energy: boolean
  energy_sources?: EnergySource[]
  environ_impact?: EnvironmentalImpact[]
  /** string(64). */
  supplier_name?: string
  /** string(64). */
  energy_product_name?: string
}

/** The share of one source in an energy mix. */
export interface EnergySource {
  source: EnergySourceCategory
  /** In %. number from 0 to 100. */
  percentage: number
}

/** What a kilowatt-hour does to the environment. */
export interface EnvironmentalImpact {
  category: EnvironmentalImpactCategory
  /** In g/kWh. number. */
  amount: number
}

/** A period outside the regular hours; in UTC, unlike those. */
export interface ExceptionalPeriod {
  /** UTC. DateTime. */
  period_begin: string
  /** UTC. DateTime. */
  period_end: string
}

/** Coordinates in WGS 84, as text. */
export interface GeoLocation {
  /** Degrees with 5 to 7 decimals such as 50.770774. In degrees. string(10). */
  latitude: string
  /** Degrees with 5 to 7 decimals such as 3.729944. In degrees. string(11). */
  longitude: string
}

/** Opening times. */
export interface Hours {
  /** Always open, except for the exceptional closings. */
  twentyfourseven: boolean
  /** At least one when `twentyfourseven` is false, else unused. */
  regular_hours?: RegularHours[]
  /** Open besides the regular hours. */
  exceptional_openings?: ExceptionalPeriod[]
  /** Closed, whatever else says open. */
  exceptional_closings?: ExceptionalPeriod[]
}

/** A picture on the web. */
export interface Image {
  /** URL. */
  url: string
  /** URL. */
  thumbnail?: string
  category: ImageCategory
  /** gif, jpeg, png or svg; not a media type. CiString(4). */
  type: string
  /** In px. int from 0 to 99999. */
  width?: number
  /** In px. int from 0 to 99999. */
  height?: number
}

/** Tokens whose owners may see an unpublished Location; all fields given have to match. */
export interface PublishTokenType {
  /** Needs `type`. CiString(36). */
  uid?: string
  type?: TokenType
  /** Needs `issuer`. string(64). */
  visual_number?: string
  /** string(64). */
  issuer?: string
  /** CiString(36). */
  group_id?: string
}

/** Opening times of one weekday; in local time, unlike exceptional periods. */
export interface RegularHours {
  /** 1 is Monday, 7 is Sunday. int from 1 to 7. */
  weekday: number
  /** Local time. A time HH:MM from 00:00 to 23:59. string(5). */
  period_begin: string
  /** Local time, later than `period_begin`. A time HH:MM from 00:00 to 23:59. string(5). */
  period_end: string
}

/** A planned status of an EVSE. */
export interface StatusSchedule {
  /** DateTime. */
  period_begin: string
  /** Absent when not known. DateTime. */
  period_end?: string
  status: Status
}

/** A charging session or a reservation, while it runs and after. */
export interface Session {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  /** CiString(36). */
  id: string
  /** When it became ACTIVE; while PENDING, when it was made at the charge point. DateTime. */
  start_date_time: string
  /** When the session ended; charging may have ended before. DateTime. */
  end_date_time?: string
  /** Energy charged so far. In kWh. number. */
  kwh: number
  /** The token that started the session. */
  cdr_token: CdrToken
  /** May change: reserved by command, started with a whitelisted token. */
  auth_method: AuthMethod
  /** What the eMSP gave with an authorization or command; the last one given wins. CiString(36). */
  authorization_reference?: string
  /** CiString(36). */
  location_id: string
  /** `#NA` for a reservation without an assigned EVSE. CiString(36). */
  evse_uid: string
  /** `#NA` for a reservation without an assigned EVSE. CiString(36). */
  connector_id: string
  /** string(255). */
  meter_id?: string
  /** ISO 4217. A currency of three upper-case letters such as EUR. string(3). */
  currency: string
  /** A PATCH appends; a PUT replaces all. */
  charging_periods?: ChargingPeriod[]
  /** Absent says nothing; 0.00 is free of charge. */
  total_cost?: Price
  status: SessionStatus
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** What the driver wants of smart charging. */
export interface ChargingPreferences {
  /** A tariff exists for each type the connector supports. */
  profile_type: ProfileType
  /** When the driver expects to leave. DateTime. */
  departure_time?: string
  /** Energy the driver wants. In kWh. number. */
  energy_need?: number
  /** The vehicle may be discharged meanwhile. Absent: `false`. */
  discharge_allowed?: boolean
}

/** The bill of a session; never changed, only credited. */
export interface CDR {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  /** At most 36 characters, 39 for a credit CDR. CiString(39). */
  id: string
  /** Start of the session, or of the reservation before it. DateTime. */
  start_date_time: string
  /** DateTime. */
  end_date_time: string
  /** Absent only without sessions module, or for a reservation never used. CiString(36). */
  session_id?: string
  /** As it was when the session started. */
  cdr_token: CdrToken
  /** The last one used. */
  auth_method: AuthMethod
  /** The last one the eMSP gave. CiString(36). */
  authorization_reference?: string
  cdr_location: CdrLocation
  /** string(255). */
  meter_id?: string
  /** ISO 4217. A currency of three upper-case letters such as EUR. string(3). */
  currency: string
  /** Those that priced it, the free one too, as they were at the start. */
  tariffs?: Tariff[]
  /** A new one wherever the price changed. At least one. */
  charging_periods: ChargingPeriod[]
  signed_data?: SignedData
  /** Sum of all costs; negative in a credit CDR, which negates nothing else. */
  total_cost: Price
  /** Without the fixed parts of parking and reservation. */
  total_fixed_cost?: Price
  /** In kWh. number. */
  total_energy: number
  total_energy_cost?: Price
  /** Charging and parking together. In h. number. */
  total_time: number
  /** Of the time charging. */
  total_time_cost?: Price
  /** Part of `total_time`. In h. number. */
  total_parking_time?: number
  /** With the fixed parts of parking. */
  total_parking_cost?: Price
  /** With the fixed parts of the reservation. */
  total_reservation_cost?: Price
  /** string(255). */
  remark?: string
  /** An invoice that comes later. CiString(39). */
  invoice_reference_id?: string
  /** Takes back the CDR in `credit_reference_id`. */
  credit?: boolean
  /** CiString(39). */
  credit_reference_id?: string
  /** The driver is paid for energy from the own connection. */
  home_charging_compensation?: boolean
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** An amount in a charging period; its type says the unit. */
export interface CdrDimension {
  type: CdrDimensionType
  /** kWh for energies, h for times, A for currents (sum over the phases), kW for powers, % for state of charge. number. */
  volume: number
}

/** The Location, EVSE and connector of a CDR, as they were when the session started. */
export interface CdrLocation {
  /** CiString(36). */
  id: string
  /** string(255). */
  name?: string
  /** Up to 45 characters when sent; a longer one copied from a Location is accepted. string(255). */
  address: string
  /** string(45). */
  city: string
  /** string(10). */
  postal_code?: string
  /** Up to 20 characters when sent; a longer one copied from a Location is accepted. string(45). */
  state?: string
  /** ISO 3166-1 alpha-3. A country of three upper-case letters such as NLD. string(3). */
  country: string
  coordinates: GeoLocation
  /** `#NA` for a reservation never used. CiString(36). */
  evse_uid: string
  /** `#NA` for a reservation never used. CiString(48). */
  evse_id: string
  /** `#NA` for a reservation never used. CiString(36). */
  connector_id: string
  /** Says nothing for a reservation never used. */
  connector_standard: ConnectorType
  /** Says nothing for a reservation never used. */
  connector_format: ConnectorFormat
  /** Says nothing for a reservation never used. */
  connector_power_type: PowerType
}

/** What a session and its CDR keep of the token. */
export interface CdrToken {
  /** Of the eMSP that owns the token. CiString(2). */
  country_code: string
  /** Of the eMSP that owns the token. CiString(3). */
  party_id: string
  /** CiString(36). */
  uid: string
  type: TokenType
  /** CiString(36). */
  contract_id: string
}

/** A part of a session; it ends where the next one starts. */
export interface ChargingPeriod {
  /** DateTime. */
  start_date_time: string
  /** At least one. */
  dimensions: CdrDimension[]
  /** Absent when no tariff applies. CiString(36). */
  tariff_id?: string
}

/** Signed meter values, passed on unchanged. */
export interface SignedData {
  /** How the values are encoded, such as OCMF. CiString(36). */
  encoding_method: string
  /** int. */
  encoding_method_version?: number
  /** Base64. string(512). */
  public_key?: string
  /** At least one. */
  signed_values: SignedValue[]
  /** Where the driver can check the values; may be longer than other URLs. string(512). */
  url?: string
}

/** One signed meter value. */
export interface SignedValue {
  /** What it belongs to: Start, End, Intermediate. CiString(32). */
  nature: string
  /** string(5000). */
  plain_data: string
  /** Base64. string(5000). */
  signed_data: string
}

/** What charging costs. */
export interface Tariff {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  /** CiString(36). */
  id: string
  /** ISO 4217. A currency of three upper-case letters such as EUR. string(3). */
  currency: string
  /** Absent: for every session. */
  type?: TariffType
  /** Adds to the elements, does not repeat them. */
  tariff_alt_text?: DisplayText[]
  /** URL. */
  tariff_alt_url?: string
  /** A session costs at least this; each amount is a limit of its own. */
  min_price?: Price
  /** A session costs at most this; each amount is a limit of its own. */
  max_price?: Price
  /** Per dimension the first one that matches counts. At least one. */
  elements: TariffElement[]
  /** Valid from here. UTC, unlike the restrictions. DateTime. */
  start_date_time?: string
  /** Valid until here. UTC, unlike the restrictions. DateTime. */
  end_date_time?: string
  energy_mix?: EnergyMix
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** The price of one dimension. */
export interface PriceComponent {
  type: TariffDimensionType
  /** Per kWh for ENERGY, per hour for times. Without VAT. number. */
  price: number
  /** Absent: no VAT applies, which is not the same as 0. In %. number. */
  vat?: number
  /** Billed in steps of this many Wh for ENERGY, s for times; none for FLAT. int from 0. */
  step_size: number
}

/** Prices, and when they apply. */
export interface TariffElement {
  /** At least one. */
  price_components: PriceComponent[]
  restrictions?: TariffRestrictions
}

/** When a tariff element applies: at every moment at which all that is given holds. */
export interface TariffRestrictions {
  /** Local time, from and including. A time HH:MM from 00:00 to 23:59. string(5). */
  start_time?: string
  /** Local time, up to and excluding; before `start_time`: on the next day; 00:00: end of the day. A time HH:MM from 00:00 to 23:59. string(5). */
  end_time?: string
  /** Local date, from and including. A date such as 2026-12-24. string(10). */
  start_date?: string
  /** Local date, up to and excluding. A date such as 2026-12-24. string(10). */
  end_date?: string
  /** From this energy of the session on. In kWh. number. */
  min_kwh?: number
  /** Below this energy of the session. In kWh. number. */
  max_kwh?: number
  /** While the sum over the phases is at or above this. In A. number. */
  min_current?: number
  /** While the sum over the phases is below this. In A. number. */
  max_current?: number
  /** While the power is at or above this. In kW. number. */
  min_power?: number
  /** While the power is below this. In kW. number. */
  max_power?: number
  /** From this duration of the session on, parking included. In s. int from 0. */
  min_duration?: number
  /** Below this duration of the session, parking included. In s. int from 0. */
  max_duration?: number
  /** Local day; empty: every day. */
  day_of_week?: DayOfWeek[]
  /** The element prices a reservation, nothing else. */
  reservation?: ReservationRestrictionType
}

/** Whether a token may be used, possibly at a given location. */
export interface AuthorizationInfo {
  allowed: AllowedType
  /** The whole token that was asked about. */
  token: Token
  /** Only the EVSEs of the question where charging is allowed. */
  location?: LocationReferences
  /** Returns in the session and its CDR. CiString(36). */
  authorization_reference?: string
  info?: DisplayText
}

/** What identifies a driver: a card, an app, a contract. */
export interface Token {
  /** Country of the party that owns this object, ISO 3166-1 alpha-2. CiString(2). */
  country_code: string
  /** Id of the party that owns this object, unique within its country. CiString(3). */
  party_id: string
  /** Unique together with the type; for RFID the number the reader sees. CiString(36). */
  uid: string
  type: TokenType
  /** The contract of the driver; several tokens may share it. CiString(36). */
  contract_id: string
  /** As printed on the card. string(64). */
  visual_number?: string
  /** As printed on the card; not always the eMSP. string(64). */
  issuer: string
  /** One token of the group may stop what another started. OCPP 1.5 and 1.6 know 20 characters of it. CiString(36). */
  group_id?: string
  /** Tokens are never deleted, only made invalid. */
  valid: boolean
  whitelist: WhitelistType
  /** ISO 639-1. A language of two letters such as en. string(2). */
  language?: string
  /** Preference for sessions without charging preferences. */
  default_profile_type?: ProfileType
  /** The driver's own energy supplier, where that is possible. */
  energy_contract?: EnergyContract
  /** When this object was last changed, or created. UTC. DateTime. */
  last_updated: string
}

/** The driver's own contract with an energy supplier. */
export interface EnergyContract {
  /** string(64). */
  supplier_name: string
  /** string(64). */
  contract_id?: string
}

/** A location, and which of its EVSEs are meant. */
export interface LocationReferences {
  /** CiString(36). */
  location_id: string
  /** CiString(36). */
  evse_uids?: string[]
}

/** Give up a reservation. */
export interface CancelReservation {
  /** Where the result is posted; the caller tells its commands apart by it. URL. */
  response_url: string
  /** CiString(36). */
  reservation_id: string
}

/** What the CPO itself says to a command, before the charge point does. */
export interface CommandResponse {
  result: CommandResponseType
  /** After this, a result need not be waited for. In s. int from 0. */
  timeout: number
  message?: DisplayText[]
}

/** What came of a command at the charge point. */
export interface CommandResult {
  result: CommandResultType
  message?: DisplayText[]
}

/** Reserve an EVSE; the same `reservation_id` at the same Location replaces. */
export interface ReserveNow {
  /** Where the result is posted; the caller tells its commands apart by it. URL. */
  response_url: string
  /** A token of the caller; it need not be known to the CPO. */
  token: Token
  /** End of the reservation. UTC. DateTime. */
  expiry_date: string
  /** Unique for the caller only. CiString(36). */
  reservation_id: string
  /** CiString(36). */
  location_id: string
  /** Absent: any EVSE of the Location. CiString(36). */
  evse_uid?: string
  /** Returns in the session and its CDR. CiString(36). */
  authorization_reference?: string
}

/** Start charging. */
export interface StartSession {
  /** Where the result is posted; the caller tells its commands apart by it. URL. */
  response_url: string
  /** A token of the caller, which vouches for it; not checked by the CPO. */
  token: Token
  /** CiString(36). */
  location_id: string
  /** Needed with `connector_id`. CiString(36). */
  evse_uid?: string
  /** Needed where the EVSE has START_SESSION_CONNECTOR_REQUIRED. CiString(36). */
  connector_id?: string
  /** Returns in the session and its CDR. CiString(36). */
  authorization_reference?: string
}

/** Stop a session. */
export interface StopSession {
  /** Where the result is posted; the caller tells its commands apart by it. URL. */
  response_url: string
  /** CiString(36). */
  session_id: string
}

/** Unlock a connector; for operators and help desks, never for a driver directly. */
export interface UnlockConnector {
  /** Where the result is posted; the caller tells its commands apart by it. URL. */
  response_url: string
  /** CiString(36). */
  location_id: string
  /** CiString(36). */
  evse_uid: string
  /** CiString(36). */
  connector_id: string
}

/** What the CPO itself says to a request, before the EVSE does. */
export interface ChargingProfileResponse {
  result: ChargingProfileResponseType
  /** After this, a result need not be waited for. In s. int from 0. */
  timeout: number
}

/** The profile an EVSE follows, as asked for. */
export interface ActiveChargingProfileResult {
  result: ChargingProfileResultType
  /** Given when `result` is ACCEPTED. */
  profile?: ActiveChargingProfile
}

/** What the EVSE says to a new profile. */
export interface ChargingProfileResult {
  result: ChargingProfileResultType
}

/** What the EVSE says to the removal of a profile. */
export interface ClearProfileResult {
  result: ChargingProfileResultType
}

/** A profile to follow. */
export interface SetChargingProfile {
  charging_profile: ChargingProfile
  /** Where the result is posted. URL. */
  response_url: string
}

/** The profile an EVSE follows, all limits considered. */
export interface ActiveChargingProfile {
  /** When it was calculated; times inside count from here. DateTime. */
  start_date_time: string
  charging_profile: ChargingProfile
}

/** Limits over time; maxima, not targets. */
export interface ChargingProfile {
  /** Absent: counts from the start of charging. DateTime. */
  start_date_time?: string
  /** Absent: the last period goes on. In s. int from 0. */
  duration?: number
  charging_rate_unit: ChargingRateUnit
  /** In `charging_rate_unit`; at most one decimal. number. */
  min_charging_rate?: number
  charging_profile_period?: ChargingProfilePeriod[]
}

/** A limit, until the next period starts. */
export interface ChargingProfilePeriod {
  /** Counted from the start of the profile. In s. int from 0. */
  start_period: number
  /** In `charging_rate_unit`; at most one decimal. number. */
  limit: number
}

/** A text for people, in one language. */
export interface DisplayText {
  /** ISO 639-1. A language of two letters such as en. string(2). */
  language: string
  /** No markup. string(512). */
  text: string
}

/** An amount of money; the currency stands in the object that holds it. */
export interface Price {
  /** Before VAT. number. */
  excl_vat: number
  /** With VAT. number. */
  incl_vat?: number
}

/** Which side of a module an endpoint is; the owner of the data is the sender. */
export type InterfaceRole =
  | 'SENDER'
  | 'RECEIVER'

/** Names of the modules. */
export type ModuleID =
  | 'cdrs'
  | 'chargingprofiles'
  | 'commands'
  | 'credentials'
  | 'hubclientinfo'
  | 'locations'
  | 'sessions'
  | 'tariffs'
  | 'tokens'

/** Versions of OCPI. */
export type VersionNumber =
  | '2.0'
  | '2.1'
  | '2.1.1'
  | '2.2'
  | '2.2.1'

/** Whether a party is connected to the hub. */
export type ConnectionStatus =
  | 'CONNECTED'
  | 'OFFLINE'
  | 'PLANNED'
  | 'SUSPENDED'

/** What an EVSE can do. */
export type Capability =
  | 'CHARGING_PROFILE_CAPABLE'
  | 'CHARGING_PREFERENCES_CAPABLE'
  | 'CHIP_CARD_SUPPORT'
  | 'CONTACTLESS_CARD_SUPPORT'
  | 'CREDIT_CARD_PAYABLE'
  | 'DEBIT_CARD_PAYABLE'
  | 'PED_TERMINAL'
  | 'REMOTE_START_STOP_CAPABLE'
  | 'RESERVABLE'
  | 'RFID_READER'
  | 'START_SESSION_CONNECTOR_REQUIRED'
  | 'TOKEN_GROUP_CAPABLE'
  | 'UNLOCK_CAPABLE'

/** Socket or attached cable. */
export type ConnectorFormat =
  | 'SOCKET'
  | 'CABLE'

/** The standard of a connector; mixed case is meant. */
export type ConnectorType =
  | 'CHADEMO'
  | 'CHAOJI'
  | 'DOMESTIC_A'
  | 'DOMESTIC_B'
  | 'DOMESTIC_C'
  | 'DOMESTIC_D'
  | 'DOMESTIC_E'
  | 'DOMESTIC_F'
  | 'DOMESTIC_G'
  | 'DOMESTIC_H'
  | 'DOMESTIC_I'
  | 'DOMESTIC_J'
  | 'DOMESTIC_K'
  | 'DOMESTIC_L'
  | 'DOMESTIC_M'
  | 'DOMESTIC_N'
  | 'DOMESTIC_O'
  | 'GBT_AC'
  | 'GBT_DC'
  | 'IEC_60309_2_single_16'
  | 'IEC_60309_2_three_16'
  | 'IEC_60309_2_three_32'
  | 'IEC_60309_2_three_64'
  | 'IEC_62196_T1'
  | 'IEC_62196_T1_COMBO'
  | 'IEC_62196_T2'
  | 'IEC_62196_T2_COMBO'
  | 'IEC_62196_T3A'
  | 'IEC_62196_T3C'
  | 'NEMA_5_20'
  | 'NEMA_6_30'
  | 'NEMA_6_50'
  | 'NEMA_10_30'
  | 'NEMA_10_50'
  | 'NEMA_14_30'
  | 'NEMA_14_50'
  | 'PANTOGRAPH_BOTTOM_UP'
  | 'PANTOGRAPH_TOP_DOWN'
  | 'TESLA_R'
  | 'TESLA_S'

/** Sources of energy. */
export type EnergySourceCategory =
  | 'NUCLEAR'
  | 'GENERAL_FOSSIL'
  | 'COAL'
  | 'GAS'
  | 'GENERAL_GREEN'
  | 'SOLAR'
  | 'WIND'
  | 'WATER'

/** What the environment gets. */
export type EnvironmentalImpactCategory =
  | 'NUCLEAR_WASTE'
  | 'CARBON_DIOXIDE'

/** What is at or near a Location. */
export type Facility =
  | 'HOTEL'
  | 'RESTAURANT'
  | 'CAFE'
  | 'MALL'
  | 'SUPERMARKET'
  | 'SPORT'
  | 'RECREATION_AREA'
  | 'NATURE'
  | 'MUSEUM'
  | 'BIKE_SHARING'
  | 'BUS_STOP'
  | 'TAXI_STAND'
  | 'TRAM_STOP'
  | 'METRO_STATION'
  | 'TRAIN_STATION'
  | 'AIRPORT'
  | 'PARKING_LOT'
  | 'CARPOOL_PARKING'
  | 'FUEL_STATION'
  | 'WIFI'

/** What a picture shows. */
export type ImageCategory =
  | 'CHARGER'
  | 'ENTRANCE'
  | 'LOCATION'
  | 'NETWORK'
  | 'OPERATOR'
  | 'OTHER'
  | 'OWNER'

/** Who may park. */
export type ParkingRestriction =
  | 'CUSTOMERS'
  | 'DISABLED'
  | 'EV_ONLY'
  | 'MOTORCYCLES'
  | 'PLUGGED'

/** Where one parks. */
export type ParkingType =
  | 'ALONG_MOTORWAY'
  | 'PARKING_GARAGE'
  | 'PARKING_LOT'
  | 'ON_DRIVEWAY'
  | 'ON_STREET'
  | 'UNDERGROUND_GARAGE'

/** Kind of current and number of phases. */
export type PowerType =
  | 'AC_1_PHASE'
  | 'AC_2_PHASE'
  | 'AC_2_PHASE_SPLIT'
  | 'AC_3_PHASE'
  | 'DC'

/** What an EVSE is doing; REMOVED takes the place of deleting. */
export type Status =
  | 'AVAILABLE'
  | 'BLOCKED'
  | 'CHARGING'
  | 'INOPERATIVE'
  | 'OUTOFORDER'
  | 'PLANNED'
  | 'REMOVED'
  | 'RESERVED'
  | 'UNKNOWN'

/** What the CPO says to charging preferences. */
export type ChargingPreferencesResponse =
  | 'ACCEPTED'
  | 'DEPARTURE_REQUIRED'
  | 'ENERGY_NEED_REQUIRED'
  | 'NOT_POSSIBLE'
  | 'PROFILE_TYPE_NOT_SUPPORTED'

/** What a driver prefers. */
export type ProfileType =
  | 'CHEAP'
  | 'FAST'
  | 'GREEN'
  | 'REGULAR'

/** Where a session stands; COMPLETED is final, INVALID is not billed. */
export type SessionStatus =
  | 'ACTIVE'
  | 'COMPLETED'
  | 'INVALID'
  | 'PENDING'
  | 'RESERVATION'

/** How a token was accepted. */
export type AuthMethod =
  | 'AUTH_REQUEST'
  | 'COMMAND'
  | 'WHITELIST'

/** What is measured; five of them are for sessions only. */
export type CdrDimensionType =
  | 'CURRENT'
  | 'ENERGY'
  | 'ENERGY_EXPORT'
  | 'ENERGY_IMPORT'
  | 'MAX_CURRENT'
  | 'MIN_CURRENT'
  | 'MAX_POWER'
  | 'MIN_POWER'
  | 'PARKING_TIME'
  | 'POWER'
  | 'RESERVATION_TIME'
  | 'STATE_OF_CHARGE'
  | 'TIME'

/** Days of the week. */
export type DayOfWeek =
  | 'MONDAY'
  | 'TUESDAY'
  | 'WEDNESDAY'
  | 'THURSDAY'
  | 'FRIDAY'
  | 'SATURDAY'
  | 'SUNDAY'

/** Whether the reservation is used or expires. */
export type ReservationRestrictionType =
  | 'RESERVATION'
  | 'RESERVATION_EXPIRES'

/** What is paid for. */
export type TariffDimensionType =
  | 'ENERGY'
  | 'FLAT'
  | 'PARKING_TIME'
  | 'TIME'

/** Which sessions a tariff is for, by payment or by charging preference. */
export type TariffType =
  | 'AD_HOC_PAYMENT'
  | 'PROFILE_CHEAP'
  | 'PROFILE_FAST'
  | 'PROFILE_GREEN'
  | 'REGULAR'

/** What an eMSP says about a token. */
export type AllowedType =
  | 'ALLOWED'
  | 'BLOCKED'
  | 'EXPIRED'
  | 'NO_CREDIT'
  | 'NOT_ALLOWED'

/** What kind of thing a token is. */
export type TokenType =
  | 'AD_HOC_USER'
  | 'APP_USER'
  | 'OTHER'
  | 'RFID'

/** When a CPO may decide from its own list, and when it has to ask. */
export type WhitelistType =
  | 'ALWAYS'
  | 'ALLOWED'
  | 'ALLOWED_OFFLINE'
  | 'NEVER'

/** The CPO's own answer to a command. */
export type CommandResponseType =
  | 'NOT_SUPPORTED'
  | 'REJECTED'
  | 'ACCEPTED'
  | 'UNKNOWN_SESSION'

/** The charge point's answer to a command. */
export type CommandResultType =
  | 'ACCEPTED'
  | 'CANCELED_RESERVATION'
  | 'EVSE_OCCUPIED'
  | 'EVSE_INOPERATIVE'
  | 'FAILED'
  | 'NOT_SUPPORTED'
  | 'REJECTED'
  | 'TIMEOUT'
  | 'UNKNOWN_RESERVATION'

/** The commands. */
export type CommandType =
  | 'CANCEL_RESERVATION'
  | 'RESERVE_NOW'
  | 'START_SESSION'
  | 'STOP_SESSION'
  | 'UNLOCK_CONNECTOR'

/** W is the whole power, A the current of each phase, not their sum. */
export type ChargingRateUnit =
  | 'W'
  | 'A'

/** The CPO's own answer to a request. */
export type ChargingProfileResponseType =
  | 'ACCEPTED'
  | 'NOT_SUPPORTED'
  | 'REJECTED'
  | 'TOO_OFTEN'
  | 'UNKNOWN_SESSION'

/** The EVSE's answer to a request. */
export type ChargingProfileResultType =
  | 'ACCEPTED'
  | 'REJECTED'
  | 'UNKNOWN'

/** What a party does in the market. */
export type Role =
  | 'CPO'
  | 'EMSP'
  | 'HUB'
  | 'NAP'
  | 'NSP'
  | 'OTHER'
  | 'SCSP'

/** Every object by its name. */
export interface Objects {
  Version: Version
  VersionDetails: VersionDetails
  Endpoint: Endpoint
  Credentials: Credentials
  CredentialsRole: CredentialsRole
  ClientInfo: ClientInfo
  Location: Location
  EVSE: EVSE
  Connector: Connector
  AdditionalGeoLocation: AdditionalGeoLocation
  BusinessDetails: BusinessDetails
  EnergyMix: EnergyMix
  EnergySource: EnergySource
  EnvironmentalImpact: EnvironmentalImpact
  ExceptionalPeriod: ExceptionalPeriod
  GeoLocation: GeoLocation
  Hours: Hours
  Image: Image
  PublishTokenType: PublishTokenType
  RegularHours: RegularHours
  StatusSchedule: StatusSchedule
  Session: Session
  ChargingPreferences: ChargingPreferences
  CDR: CDR
  CdrDimension: CdrDimension
  CdrLocation: CdrLocation
  CdrToken: CdrToken
  ChargingPeriod: ChargingPeriod
  SignedData: SignedData
  SignedValue: SignedValue
  Tariff: Tariff
  PriceComponent: PriceComponent
  TariffElement: TariffElement
  TariffRestrictions: TariffRestrictions
  AuthorizationInfo: AuthorizationInfo
  Token: Token
  EnergyContract: EnergyContract
  LocationReferences: LocationReferences
  CancelReservation: CancelReservation
  CommandResponse: CommandResponse
  CommandResult: CommandResult
  ReserveNow: ReserveNow
  StartSession: StartSession
  StopSession: StopSession
  UnlockConnector: UnlockConnector
  ChargingProfileResponse: ChargingProfileResponse
  ActiveChargingProfileResult: ActiveChargingProfileResult
  ChargingProfileResult: ChargingProfileResult
  ClearProfileResult: ClearProfileResult
  SetChargingProfile: SetChargingProfile
  ActiveChargingProfile: ActiveChargingProfile
  ChargingProfile: ChargingProfile
  ChargingProfilePeriod: ChargingProfilePeriod
  DisplayText: DisplayText
  Price: Price
}

/** Every enum by its name. */
export interface Enums {
  InterfaceRole: InterfaceRole
  ModuleID: ModuleID
  VersionNumber: VersionNumber
  ConnectionStatus: ConnectionStatus
  Capability: Capability
  ConnectorFormat: ConnectorFormat
  ConnectorType: ConnectorType
  EnergySourceCategory: EnergySourceCategory
  EnvironmentalImpactCategory: EnvironmentalImpactCategory
  Facility: Facility
  ImageCategory: ImageCategory
  ParkingRestriction: ParkingRestriction
  ParkingType: ParkingType
  PowerType: PowerType
  Status: Status
  ChargingPreferencesResponse: ChargingPreferencesResponse
  ProfileType: ProfileType
  SessionStatus: SessionStatus
  AuthMethod: AuthMethod
  CdrDimensionType: CdrDimensionType
  DayOfWeek: DayOfWeek
  ReservationRestrictionType: ReservationRestrictionType
  TariffDimensionType: TariffDimensionType
  TariffType: TariffType
  AllowedType: AllowedType
  TokenType: TokenType
  WhitelistType: WhitelistType
  CommandResponseType: CommandResponseType
  CommandResultType: CommandResultType
  CommandType: CommandType
  ChargingRateUnit: ChargingRateUnit
  ChargingProfileResponseType: ChargingProfileResponseType
  ChargingProfileResultType: ChargingProfileResultType
  Role: Role
}
