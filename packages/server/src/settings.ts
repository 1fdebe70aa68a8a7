import { parse } from 'yaml'
import { own, type Read, readers } from './settings-values.ts'

// One table says what can be set, how it is read, and what is printed about it. The same names are used in the
// environment and in interchange.yaml; the environment wins.

interface Setting<T> {
  readonly doc: string
  /** As it would be written; undefined where there is none, and `defaultDoc` says what happens then. */
  readonly default?: string
  readonly defaultDoc?: string
  readonly read: Read<T>
  readonly example?: string
}

const setting = <T>(read: Read<T>, doc: string, more: Omit<Setting<T>, 'read' | 'doc'> = {}): Setting<T> => ({
  read,
  doc,
  ...more,
})

const {
  agreementDefault,
  agreements,
  port,
  text,
  url,
  flag,
  parties,
  level,
  seconds,
  bytes,
  count,
  schemaName,
  databaseUrl,
  secret,
  key,
  rounding,
  smtpUrl,
  mailAddress,
} = readers

const table = {
  PORT: setting(port, 'Port to listen on; 0 takes any free one.', { default: '3000' }),
  HOST: setting(text, 'Address to listen on.', { default: '0.0.0.0' }),
  PUBLIC_URL: setting(own(url), 'Where partners reach this platform, as it stands in what we send them.', {
    defaultDoc: '`http://localhost:PORT`',
    example: 'https://ocpi.example.com',
  }),
  DATABASE_URL: setting(own(databaseUrl), 'PostgreSQL to store in.', {
    defaultDoc: 'the embedded database in `DATA_DIR`',
    example: 'postgres://interchange@localhost/interchange',
  }),
  DATABASE_SCHEMA: setting(schemaName, 'Schema that holds the tables; platforms may share a database.', {
    default: 'interchange',
  }),
  DATA_DIR: setting(text, 'Directory of the embedded database and of what is made at the first start.', {
    default: './data',
  }),
  API_KEY: setting(own(key), 'Admin key of the company-side API.', {
    defaultDoc: 'made at the first start, stored as a hash, printed once',
  }),
  SECRET_KEY: setting(own(secret), 'Encrypts stored partner tokens and seals links. At least 16 characters.', {
    defaultDoc: 'made beside the data; required with `DATABASE_URL`',
  }),
  SECRET_KEY_OLD: setting(own(secret), 'The key before `SECRET_KEY`, while it is being changed.', {
    defaultDoc: 'none',
  }),
  PARTIES: setting(parties, 'Our parties and their roles; more can be added through the API.', {
    default: '',
    example: 'NL-ABC:CPO,NL-XYZ:CPO+EMSP',
  }),
  AGREEMENTS_DEFAULT: setting(
    agreementDefault,
    'Of a hub: whether parties of partners may use what no agreement speaks of, `open`, or not, `closed`.',
    { default: 'open' },
  ),
  AGREEMENTS: setting(
    agreements,
    'Of a hub: agreements that hold beside those of the API: who may use (a party, a role or `*`), whose, and which modules; of equal closeness, `deny` counts.',
    { default: '', example: 'allow:EMSP:NL-ABC:locations+tariffs,deny:DE-XYZ:*' },
  ),
  LOG_LEVEL: setting(level, 'Least important lines that are logged.', { default: 'info' }),
  ALLOW_PRIVATE_PARTNERS: setting(flag, 'Whether partner URLs may be on private or loopback addresses.', {
    default: 'false',
  }),
  ALLOW_PRIVATE_WEBHOOKS: setting(
    flag,
    'Whether webhooks made with a key for some parties may be on private addresses; one for all parties may always.',
    { default: 'false' },
  ),
  PAGE_LIMIT: setting(count(1, 1000), 'Most objects in one page of a list.', { default: '100' }),
  BODY_LIMIT: setting(bytes, 'Most bytes in the body of a request, unpacked where it comes compressed.', {
    default: '4 MiB',
  }),
  ANSWER_LIMIT: setting(bytes, "Most bytes of a partner's answer that are read, unpacked where it comes compressed.", {
    default: '32 MiB',
  }),
  PARTNER_TIMEOUT: setting(seconds(1, 600), 'How long a partner may take to answer.', { default: '30 s' }),
  FORWARD_TIMEOUT: setting(
    seconds(1, 600),
    'How long the receiver of a request that a hub passes on may take; less than partners wait for the hub.',
    { default: '20 s' },
  ),
  CALLBACK_TIMEOUT: setting(
    seconds(1, 120),
    'How long a partner that registers may take to answer each of the calls back to it.',
    { default: '8 s' },
  ),
  REQUEST_TIMEOUT: setting(seconds(1, 600), 'How long a request may take to arrive.', { default: '60 s' }),
  STOP_TIMEOUT: setting(seconds(0, 600), 'How long requests in flight may take when the platform stops.', {
    default: '10 s',
  }),
  RATE_LIMIT: setting(count(0, 1_000_000), 'Most requests per second of one partner, on average over ten; 0: any.', {
    default: '0',
  }),
  COST_ROUNDING: setting(
    rounding,
    'How costs that the platform works out for own sessions and CDRs are rounded: digits after the point of each component, or of the total.',
    { default: 'component:4', example: 'component:2' },
  ),
  LOG_EXCHANGES_PER_SECOND: setting(
    count(0, 100_000),
    'Exchanges with partners that the message log keeps in every second; 0: it is off.',
    { default: '200' },
  ),
  LOG_EXCHANGES_DAYS: setting(count(1, 3650), 'Days for which the message log keeps exchanges.', { default: '14' }),
  LOG_EXCHANGES_BODY: setting(bytes, 'Most of a body that the message log keeps, in characters.', {
    default: '16 KiB',
  }),
  SESSIONS_DAYS: setting(
    count(0, 36_500),
    'Days for which sessions are kept after everything that they say happened; 0: for ever.',
    { default: '400' },
  ),
  METRICS_KEY: setting(own(key), 'Key that `/metrics` asks for, as `Authorization: Bearer KEY`.', {
    defaultDoc: '`/metrics` answers this machine and its private networks only, and nothing that a proxy forwards',
  }),
  SMTP_URL: setting(own(smtpUrl), 'Mail server that alerts go out by; `smtps` for TLS from the start.', {
    defaultDoc: 'alert rules cannot name mail addresses',
    example: 'smtp://user:password@mail.example.com:587',
  }),
  MAIL_FROM: setting(own(mailAddress), 'Sender of these mails; needed with `SMTP_URL`.', {
    defaultDoc: 'none',
    example: 'interchange@example.com',
  }),
  CHARGING_UPDATE_INTERVAL: setting(
    seconds(0, 3600),
    'Least time between two updates of a session that is made of meter values; changes of its state go out at once.',
    { default: '30 s' },
  ),
  CHARGING_SILENT_DAYS: setting(
    count(0, 3650),
    'Days after which a charging of which nothing is told any more is ended with its last meter value; 0: never.',
    { default: '30' },
  ),
} satisfies Record<string, Setting<unknown>>

type Name = keyof typeof table
type Value<N extends Name> = (typeof table)[N] extends Setting<infer T> ? T : never
type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<S>

/** Names in camelCase: `PUBLIC_URL` is `publicUrl`. Times are milliseconds, sizes bytes. */
export type Settings = { readonly [N in Name as Camel<N>]: Value<N> }

export interface SettingFault {
  /** Undefined when the file as a whole cannot be read. */
  readonly setting: string | undefined
  /** What is wrong and what would be right; never the value of a secret. */
  readonly message: string
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly faults: readonly SettingFault[]
  constructor(faults: readonly SettingFault[]) {
    super(faults.map(({ setting: name, message }) => (name ? `${name} ${message}` : message)).join('\n'))
    this.faults = faults
  }
}

const names = Object.keys(table) as Name[]

/** Reads all settings. Throws `SettingsError` with every fault at once. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, yamlText?: string): Settings {
  const faults: SettingFault[] = []
  const file = yamlText === undefined ? {} : readYaml(yamlText, faults)
  const settings: Record<string, unknown> = {}
  for (const name of names) {
    const { read, default: standard } = table[name] as Setting<unknown>
    const given = env[name] !== undefined && env[name] !== '' ? env[name] : (file[name] ?? undefined)
    const result = read(given ?? standard)
    if ('fault' in result) faults.push({ setting: name, message: result.fault })
    else settings[camel(name)] = result.value
  }
  if (faults.length === 0) faults.push(...together(settings as Settings))
  if (faults.length > 0) throw new SettingsError(faults)
  return settings as Settings
}

/** What one setting demands of another. */
function together(settings: Settings): SettingFault[] {
  const faults: SettingFault[] = []
  if (settings.databaseUrl !== undefined && settings.secretKey === undefined) {
    const message = 'is missing; with DATABASE_URL every process needs the same one, such as 32 random characters'
    faults.push({ setting: 'SECRET_KEY', message })
  }
  if (settings.secretKeyOld !== undefined && settings.secretKey === undefined) {
    faults.push({ setting: 'SECRET_KEY', message: 'is missing although SECRET_KEY_OLD is given; it is the new key' })
  }
  if (settings.smtpUrl !== undefined && settings.mailFrom === undefined) {
    const message = 'is missing; mails sent by SMTP_URL need a sender, such as interchange@example.com'
    faults.push({ setting: 'MAIL_FROM', message })
  }
  return faults
}

function readYaml(text: string, faults: SettingFault[]): Record<string, unknown> {
  let content: unknown
  try {
    content = parse(text, { maxAliasCount: 100 })
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line
    faults.push({ setting: undefined, message: `interchange.yaml is no YAML${line ? `: see line ${line}` : ''}` })
    return {}
  }
  if (content === null || content === undefined) return {}
  if (typeof content !== 'object' || Array.isArray(content)) {
    faults.push({ setting: undefined, message: 'interchange.yaml holds no settings; lines such as `PORT: 3000` do' })
    return {}
  }
  for (const name of Object.keys(content)) {
    if (Object.hasOwn(table, name)) continue
    const near = nearest(name)
    const hint = near ? `; ${near} may be meant` : `; the settings are ${names.join(', ')}`
    faults.push({ setting: name, message: `is no setting${hint}` })
  }
  return content as Record<string, unknown>
}

/** The name that takes the fewest edits, if it is not a different word altogether. */
function nearest(name: string): Name | undefined {
  const written = name.toUpperCase().replaceAll('-', '_')
  const found = names
    .map((candidate) => ({ candidate, edits: distance(written.replaceAll('_', ''), candidate.replaceAll('_', '')) }))
    .sort((a, b) => a.edits - b.edits)[0]!
  return found.edits <= Math.max(2, found.candidate.length / 3) ? found.candidate : undefined
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

const camel = (name: string): string =>
  name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The table as Markdown. */
export function settingsReference(): string {
  const lines = names.map((name) => {
    const { doc, default: standard, defaultDoc, example } = table[name] as Setting<unknown>
    const otherwise = defaultDoc ?? (standard ? `\`${standard}\`` : 'none')
    return `| \`${name}\` | ${otherwise} | ${doc}${example ? ` Example: \`${example}\`` : ''} |`
  })
  return ['| setting | default | what it is |', '|---|---|---|', ...lines, ''].join('\n')
}
