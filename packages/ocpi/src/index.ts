// The front door of @interchange/ocpi. Everything else can be reached by its path: '@interchange/ocpi/wire/envelope'.
// The canonical objects (OCPI 2.3.0) have their own names here; a definition of the same name ends in `Definition`.

export { canonical } from './canonical.ts'
export { fromCanonical, type Lifted, toCanonical } from './canonical-objects.ts'
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  createClient,
  type OfferedEndpoint,
} from './client/client.ts'
export { fetchTransport } from './client/fetch-transport.ts'
export { type CrawlOptions, type Page, pages } from './client/pages.ts'
export {
  type Registered,
  type RegistrationFailed,
  type RegistrationRequest,
  register,
  unregister,
  update,
} from './client/registration.ts'
export { type Transport, TransportError } from './client/transport.ts'
export { fetchVersionDetails } from './client/version-details.ts'
export { convert } from './convert/chain.ts'
export type { Converted, ConvertOptions } from './convert/define.ts'
export type { Loss } from './convert/rules.ts'
export type { Endpoint as EndpointDefinition, Module as ModuleDefinition, Side } from './define/endpoint.ts'
export type { EnumDefinition, ObjectDefinition } from './define/object.ts'
export { type LeftOut, type Salvaged, salvage } from './define/salvage.ts'
export type { Severity } from './define/type.ts'
export { accepts, type CheckOptions, check, type Fault } from './define/validate.ts'
export { endpointsOf, type PlacedEndpoint, type Version as VersionDefinition } from './define/version.ts'
export { type FakeOptions, fake } from './derive/fake.ts'
export { jsonSchema } from './derive/json-schema.ts'
export { openApi } from './derive/openapi.ts'
export { type Random, seeded } from './derive/random.ts'
export type * as V221 from './generated/v2.2.1.ts'
export type * from './generated/v2.3.0.ts'
export type * as V230 from './generated/v2.3.0.ts'
export { v221 } from './v2.2.1/index.ts'
export { v230 } from './v2.3.0/index.ts'
export { compareVersions, highestCommon, versionOf, versions } from './versions.ts'
export { decodeAuthorization, encodeAuthorization, type TokenEncoding } from './wire/authorization.ts'
export { equalCi, normaliseCi, type Party } from './wire/ci-string.ts'
export * from './wire/date-time.ts'
export { type Answer, envelopeText, readAnswer } from './wire/envelope.ts'
export { OcpiError } from './wire/error.ts'
export { type Appends, applyPatch, type Patched, sessionAppends } from './wire/merge-patch.ts'
export { type StatusCode, statusCodes } from './wire/status-codes.ts'
