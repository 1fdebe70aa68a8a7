// Partners of a platform: eMSPs that take Locations, made through its API without a handshake.

import type { LargePlatform } from './large-platform.ts'

const COUNTRIES = ['NL', 'BE', 'DE', 'FR', 'AT', 'DK', 'SE', 'NO', 'FI', 'ES', 'PT', 'IT', 'PL', 'CZ', 'IE', 'LU']
const AT_ONCE = 8

/** One call of the API. Throws what was answered when that is no success. */
export async function api<T>(
  { url, key }: Pick<LargePlatform, 'url' | 'key'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 500)}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** One for each URL. `settings`: of the partner; `modules`: what it takes. Nothing that is there already is sent to them. */
export async function addPartners(
  platform: Pick<LargePlatform, 'url' | 'key'>,
  urls: readonly string[],
  settings: Readonly<Record<string, unknown>> = {},
  modules: readonly string[] = ['locations'],
): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < urls.length; from += AT_ONCE) {
    const made = urls.slice(from, from + AT_ONCE).map((url, index) => {
      const at = from + index
      return api<{ id: string }>(platform, 'POST', '/partners', {
        name: `eMSP ${at}`,
        version: '2.2.1',
        token: `token-of-partner-${at}-0123456789`,
        endpoints: modules.map((identifier) => ({
          identifier,
          role: 'RECEIVER',
          url: `${url}/ocpi/2.2.1/${identifier}`,
        })),
        roles: [
          {
            role: 'EMSP',
            country_code: COUNTRIES[at % COUNTRIES.length]!,
            party_id: `P${Math.floor(at / COUNTRIES.length)
              .toString(36)
              .toUpperCase()
              .padStart(2, '0')}`,
            business_details: { name: `eMSP ${at}` },
          },
        ],
        settings: { initial_push_after: 'never', ...settings },
      })
    })
    for (const { id } of await Promise.all(made)) ids.push(id)
  }
  return ids
}

/** Until this many lanes exist; that they do is to be seen in the database alone. */
export async function lanesAreThere(platform: Pick<LargePlatform, 'query'>, count: number): Promise<void> {
  const giveUpAt = performance.now() + 120_000
  for (;;) {
    const [row] = await platform.query('select count(*)::int as lanes from SCHEMA.lane')
    if (Number(row!.lanes) >= count) return
    if (performance.now() > giveUpAt) throw new Error(`${row!.lanes} lanes after two minutes, not ${count}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
