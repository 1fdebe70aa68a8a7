// The OCPI status codes. Source: status_codes chapter, the same in 2.2.1 and 2.3.0.

export interface StatusCode {
  readonly code: number
  readonly name: string
  /**
   * HTTP status that goes with it where nothing else is said. A request that reached the OCPI layer must not be
   * answered with an HTTP error, so it is 200 throughout; `error.ts` names the pairs that differ.
   */
  readonly http: number
  readonly meaning: string
}

export const statusCodes = [
  { code: 1000, name: 'success', http: 200, meaning: 'Success' },
  { code: 2000, name: 'clientError', http: 200, meaning: 'Client error' },
  { code: 2001, name: 'invalidParameters', http: 200, meaning: 'Invalid or missing parameters' },
  { code: 2002, name: 'notEnoughInformation', http: 200, meaning: 'Not enough information' },
  { code: 2003, name: 'unknownLocation', http: 200, meaning: 'Unknown Location' },
  { code: 2004, name: 'unknownToken', http: 200, meaning: 'Unknown Token' },
  { code: 3000, name: 'serverError', http: 200, meaning: 'Server error' },
  { code: 3001, name: 'unableToUseApi', http: 200, meaning: "Unable to use the client's API" },
  { code: 3002, name: 'unsupportedVersion', http: 200, meaning: 'Unsupported version' },
  { code: 3003, name: 'missingEndpoints', http: 200, meaning: 'No matching endpoints, or expected endpoints missing' },
  { code: 4000, name: 'hubError', http: 200, meaning: 'Hub error' },
  { code: 4001, name: 'unknownReceiver', http: 200, meaning: 'Unknown receiver' },
  { code: 4002, name: 'forwardTimeout', http: 200, meaning: 'Timeout on forwarded request' },
  { code: 4003, name: 'notConnected', http: 200, meaning: 'Receiving party is not connected' },
] as const satisfies readonly StatusCode[]

export type StatusName = (typeof statusCodes)[number]['name']
export type StatusClass = 'success' | 'clientError' | 'serverError' | 'hubError'

const byCode = new Map<number, StatusCode>(statusCodes.map((row) => [row.code, row]))
const byName = new Map<string, StatusCode>(statusCodes.map((row) => [row.name, row]))
const classes: readonly StatusClass[] = ['success', 'clientError', 'serverError', 'hubError']

/** The row of a code by its name in the table. */
export const statusNamed = (name: StatusName): StatusCode => byName.get(name)!

/** `undefined` for what is no OCPI status code at all, such as an HTTP status in its place. */
export function classOf(code: number): StatusClass | undefined {
  return Number.isInteger(code) ? classes[Math.floor(code / 1000) - 1] : undefined
}

/**
 * What a received code means. One that is not in the table means what its class means in general:
 * 2950 is a client error, 1900 a success (R-STATUS-06, R-STATUS-11).
 */
export function statusOf(code: number): StatusCode | undefined {
  const known = byCode.get(code)
  if (known) return known
  const general = classOf(code)
  return general && byName.get(general)
}

/** All of 1xxx, the custom range 1900 to 1999 included. */
export const isSuccess = (code: number): boolean => classOf(code) === 'success'

/** The ranges x900 to x999 belong to custom modules; standard modules never send them (R-STATUS-11). */
export const isCustom = (code: number): boolean => classOf(code) !== undefined && code % 1000 >= 900
