/** Settings that the platform of a dump ran with: its secrets open under this key only. */
export const keptSettings = {
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_SCHEMA: 'interchange',
  SECRET_KEY: 'secret-of-the-upgrade-test',
  API_KEY: 'key-of-the-upgrade-test',
  PARTIES: 'NL-ABC:CPO+EMSP',
  ALLOW_PRIVATE_PARTNERS: 'true',
  LOG_LEVEL: 'silent',
} as const

/** A GET and what it answered: over the company's API, or over OCPI as a partner. */
export interface KeptAnswer {
  readonly over: 'api' | 'cpo' | 'emsp'
  /** Below `/api/v1`, or of the platform. */
  readonly path: string
  readonly answer: unknown
}

/** answers.json beside a dump. */
export interface Kept {
  /** What these partners authenticate with. */
  readonly tokens: Readonly<Record<'cpo' | 'emsp', string>>
  readonly answers: readonly KeptAnswer[]
}
