import { Writable } from 'node:stream'
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { terminalLine } from './log-line.ts'

export type Log = Logger

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogOptions {
  readonly level?: LogLevel
  /** One readable line per event, for people; otherwise one JSON object per line, for machines. */
  readonly readable?: boolean
  /** Stands in every line: which of several processes wrote it. */
  readonly worker?: string
  /** Where lines go; standard output where nothing is said. */
  readonly to?: { write(line: string): unknown }
}

/** Names that never belong in a log. What the events write has none of them; this is the second fence. */
const secrets = new Set(['token', 'authorization', 'api_key', 'secret', 'password', 'credentials', 'databaseUrl'])

/** A line's fields, those of the names above hidden, also one level down. */
function fenced(fields: Readonly<Record<string, unknown>>, inner = false): Record<string, unknown> {
  let hidden: Record<string, unknown> | undefined
  for (const name in fields) {
    const value = fields[name]
    const shown = secrets.has(name) ? '[hidden]' : !inner && isPlainObject(value) ? fenced(value, true) : value
    if (shown === value) continue
    hidden ??= { ...fields }
    hidden[name] = shown
  }
  return hidden ?? (fields as Record<string, unknown>)
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

export function createLog({ level = 'info', readable = false, worker, to }: LogOptions = {}): Log {
  const options: LoggerOptions = {
    level,
    base: worker === undefined ? null : { worker },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }), log: (fields) => fenced(fields) },
  }
  const out = to ?? process.stdout
  if (!readable) return pino(options, to ? (to as DestinationStream) : standardOutput())
  const lines = new Writable({
    decodeStrings: false,
    write(line, _encoding, done) {
      out.write(`${terminalLine(String(line))}\n`)
      done()
    },
  })
  return pino(options, lines)
}

/** Of a pipe, as much as is written at once stands together, although several processes write to it. */
const PIPE_BUF = 4096
/** A line waits for others at most this long. */
const FLUSH_MS = 100

/** Writes whole lines, many at once when there are many; what is left when the process exits. A write costs more than a line. */
const standardOutput = (): DestinationStream =>
  pino.destination({ fd: 1, sync: false, minLength: PIPE_BUF / 2, maxWrite: PIPE_BUF, periodicFlush: FLUSH_MS })

/** For tests and for programs that want no log. */
export const silentLog = (): Log => pino({ level: 'silent' })
