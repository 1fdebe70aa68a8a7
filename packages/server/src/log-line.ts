// One log entry as one line for a person at a terminal.

interface Entry {
  readonly level?: string
  readonly time?: string
  readonly msg?: string
  readonly [field: string]: unknown
}

const WIDEST_PATH = 44
/** Fields that are shown in their own place, or that only machines need. */
const placed = new Set(['level', 'time', 'msg', 'event', 'requestId', 'correlationId', 'partnerId'])

/** Turns one line of JSON into one readable line, without what was counted and is 0; text that is no JSON stays as it is. */
export function terminalLine(json: string): string {
  let entry: Entry
  try {
    entry = JSON.parse(json) as Entry
  } catch {
    return printable(json.trimEnd())
  }
  const time = typeof entry.time === 'string' ? entry.time.slice(11, 19) : '        '
  if (entry.event === 'exchange') return printable(`${time} ${exchangeText(entry)}`)
  const level = entry.level === undefined || entry.level === 'info' ? '' : `${entry.level}: `
  const fields = Object.entries(entry)
    .filter(([name, value]) => !placed.has(name) && value !== undefined && value !== null && value !== 0)
    .map(([name, value]) => `${name}=${quoted(fieldText(value))}`)
  return printable([`${time} ${level}${entry.msg ?? ''}`, ...fields].join(' '))
}

/** `10:00:00 <- PUT    locations NL/ABC/LOC1           The eMSP   200 1000   3 ms` */
function exchangeText(entry: Entry): string {
  const text = (name: string): string => fieldText(entry[name] ?? '-')
  const path = `${text('module')}${entry.path ? ` ${text('path')}` : ''}`
  return [
    entry.direction === 'out' ? '->' : '<-',
    text('method').padEnd(6),
    (path.length > WIDEST_PATH ? `${path.slice(0, WIDEST_PATH - 1)}…` : path).padEnd(WIDEST_PATH),
    text('partner').padEnd(14),
    text('http').padStart(3),
    text('status').padEnd(4),
    `${Math.round(Number(entry.ms ?? 0))} ms`.padStart(7),
    ...(typeof entry.why === 'string' ? [entry.why] : []),
  ].join(' ')
}

function fieldText(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { message } = value as { message?: unknown }
    return typeof message === 'string' ? message : JSON.stringify(value)
  }
  return String(value)
}

/** JSON text and single words stand as they are. */
const quoted = (text: string): string => (/\s/.test(text) && !/^[[{]/.test(text) ? JSON.stringify(text) : text)

// A partner's text must not move the cursor or clear the screen.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
