export type { ClientSettings } from './calls.ts'
export type { Change, ChangeOf, Question } from './change-types.ts'
export type { ChangesOptions, PositionStore } from './changes.ts'
export { type Client, createClient } from './client.ts'
export { ConnectionError, PositionLostError, ProblemError } from './errors.ts'
// Every object and enum of the API, by its name: Location, Session, CDR, Charging, Command, ProblemDetails, ...
export type * from './generated/api.ts'
export type { Answer, BodyOf, CallOptions, ItemOf, Method, PagedPath, PathOf } from './types.ts'
