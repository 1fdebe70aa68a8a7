// What is not an OcpiError and reached the pipeline nevertheless.

import { invalidParameters, OcpiError } from '@interchange/ocpi/wire/error'
import { isRefusedData } from '../../storage/storage-error.ts'
import { StorageBusy } from '../../storage/writer.ts'

/**
 * The answer for an error nobody made for partners. Only what nobody foresaw is HTTP 500; it has a `cause`, which is
 * logged with the correlation id that the partner sees too.
 */
export function knownError(error: unknown): OcpiError {
  // The partner may try again in a moment; it did nothing wrong and neither did we.
  if (error instanceof StorageBusy) return new OcpiError('serverError', 'Too much is waiting to be stored; try again')
  if (isRefusedData(error)) return invalidParameters('The object holds what cannot be stored')
  return new OcpiError('serverError', 'Something failed here; the correlation id says what in our log', {
    http: 500,
    cause: error,
  })
}
