/**
 * What the database said. PostgreSQL's `detail` and `where` quote rows, and rows hold tokens; only the message and the
 * code are carried on.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  /** SQLSTATE, or the system's code (`ECONNREFUSED`) when the database was not reached. */
  readonly code: string | undefined
  /** True when the database itself refused the statement; false when it was not reached or went away. */
  readonly refused: boolean

  constructor(message: string, code: string | undefined, refused: boolean) {
    super(message)
    this.code = code
    this.refused = refused
  }
}

export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { message, code, severity } = error as { message?: string; code?: unknown; severity?: unknown }
  const sqlState = typeof severity === 'string'
  const text = message || (typeof code === 'string' ? code : String(error))
  return new StorageError(text, typeof code === 'string' ? code : undefined, sqlState)
}

/** Another transaction was in the way (deadlock, serialization failure): the same work may succeed when run again. */
export const isConflict = (error: unknown): boolean =>
  error instanceof StorageError && (error.code === '40P01' || error.code === '40001')

/** The data was refused, not the connection, the server or the moment: less of it may pass. */
export function isRefusedData(error: unknown): boolean {
  if (!(error instanceof StorageError) || !error.refused || error.code === undefined) return false
  // 57014 is the statement's time limit: half of the work may fit in.
  return error.code === '57014' || !['08', '25', '53', '57', '58'].includes(error.code.slice(0, 2))
}
