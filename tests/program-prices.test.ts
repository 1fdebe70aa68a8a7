// `interchange price` and `interchange lint` as their user runs them: a process of the build, its output, its exit code.

import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../packages/tools/bin/interchange.js', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interchange-prices-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program, ...args], { env: { PATH, HOME }, cwd: folder })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  // Who does not read standard input may be gone before it is written.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

const owner = { country_code: 'NL', party_id: 'ABC' }

/** 0.25 per kWh, from 17:00 local time on 0.50; VAT 21 %. */
const elements = [
  {
    price_components: [{ type: 'ENERGY', price: 0.5, vat: 21, step_size: 1 }],
    restrictions: { start_time: '17:00', end_time: '00:00' },
  },
  { price_components: [{ type: 'ENERGY', price: 0.25, vat: 21, step_size: 1 }] },
]
const tariff221 = { ...owner, id: 'T', currency: 'EUR', elements, last_updated: '2026-01-01T00:00:00Z' }
const tariff230 = { ...tariff221, tax_included: 'NO' }

/** 10 kWh at 15:30 and 10 kWh at 16:30, UTC. */
const charging_periods = ['15:30', '16:30'].map((time) => ({
  start_date_time: `2026-01-15T${time}:00Z`,
  dimensions: [{ type: 'ENERGY', volume: 10 }],
  tariff_id: 'T',
}))
const session = {
  ...owner,
  start_date_time: '2026-01-15T15:30:00Z',
  end_date_time: '2026-01-15T16:40:00Z',
  kwh: 20,
  charging_periods,
}
const location = { time_zone: 'Europe/Amsterdam' }
const cdr = (more: object) => {
  const { kwh: total_energy, ...rest } = session
  return { ...rest, total_energy, currency: 'EUR', ...more }
}

describe('interchange price --json', () => {
  it('prints one line of exact decimals for a session with its tariffs and location', async () => {
    const given = await file('session.json', { tariffs: [tariff230], session, location })
    const { code, out, err } = await run(['price', given, '--json'])
    expect([code, err, out.trim().split('\n').length]).toEqual([0, '', 1])
    const cost = JSON.parse(out)
    expect(Object.keys(cost)).toEqual([
      ...['currency', 'total', 'fixed', 'energy', 'time', 'parking', 'reservation'],
      ...['periods', 'explanation', 'findings'],
    ])
    expect(cost.currency).toBe('EUR')
    // Half of the first period's hour, so half of its energy, is after 17:00: 5 x 0.25 + 15 x 0.50.
    expect(cost.total).toEqual({
      before_taxes: '8.75',
      taxes: [{ name: 'VAT', percentage: '21', amount: '1.8375' }],
      after_taxes: '10.5875',
    })
    expect(cost.energy).toEqual(cost.total)
    expect(cost.fixed).toEqual({ before_taxes: '0', taxes: [], after_taxes: '0' })
    expect(cost.periods.map(({ amount }: { amount: object }) => amount)).toMatchObject([
      { before_taxes: '3.75' },
      { before_taxes: '5' },
    ])
    expect(cost.findings).toMatchObject([{ code: 'period-crosses-boundary', severity: 'warning' }])
  })

  it('finds out the version: CDRs of 2.2.1 and 2.3.0, and tariffs of one around a session of either', async () => {
    const of221 = await file('cdr221.json', {
      cdr: cdr({ tariffs: [tariff221], total_cost: { excl_vat: 8.75 } }),
      location,
    })
    const limited = { ...tariff221, min_price: { excl_vat: 20 } }
    const mixed = await file('mixed.json', { tariffs: [limited], session, location })
    const of230 = await file('cdr230.json', {
      cdr: cdr({ tariffs: [tariff230], total_cost: { before_taxes: 8.75 } }),
      location,
    })
    const { code, out } = await run(['price', '--json', of221, mixed, of230])
    expect(code).toBe(0)
    const totals = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).total.before_taxes)
    expect(totals).toEqual(['8.75', '20', '8.75'])
    // Read as 2.3.0 the limit of 2.2.1 is no limit.
    const forced = await run(['price', '--json', '--version', '2.3.0', mixed])
    expect(forced.out).not.toContain('"before_taxes":"20"')
  })

  it('takes a CDR by itself from standard input, with the time zone said', async () => {
    const given = JSON.stringify(cdr({ tariffs: [tariff230], total_cost: { before_taxes: 8.75 } }))
    const told = await run(['price', '-', '--json', '--time-zone', 'Europe/Amsterdam'], given)
    expect([told.code, JSON.parse(told.out).total.before_taxes]).toEqual([0, '8.75'])
    const untold = await run(['price', '-', '--json'], given)
    const { total, findings } = JSON.parse(untold.out)
    expect([untold.code, total]).toEqual([1, undefined])
    expect(findings[0]).toMatchObject({ code: 'time-zone-unknown', severity: 'error', path: '/time_zone' })
  })

  it('--uncut prices a period as it began, --round says where and how', async () => {
    const given = await file('options.json', { tariffs: [tariff230], session, location })
    const total = async (...args: string[]) => JSON.parse((await run(['price', '--json', given, ...args])).out).total
    expect(await total('--uncut')).toMatchObject({ before_taxes: '7.5' })
    expect(await total('--round', '1')).toMatchObject({ before_taxes: '8.8', after_taxes: '10.6' })
    expect(await total('--round', 'component:1:down')).toMatchObject({ before_taxes: '8.7', after_taxes: '10.5' })
  })

  it('one file that is none does not stop the others, and has a line as well', async () => {
    const good = await file('good.json', { tariffs: [tariff230], session, location })
    const broken = await file('broken.json', '{')
    const { code, out, err } = await run(['price', '--json', broken, 'nowhere.json', good])
    expect(code).toBe(1)
    expect(err).toMatch(/broken\.json is not JSON[\s\S]*nowhere\.json cannot be read/)
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ total }) => total?.before_taxes)).toEqual([undefined, undefined, '8.75'])
    expect(lines[0].findings).toMatchObject([{ code: 'file-unreadable', severity: 'error' }])
  })
})

describe('interchange price', () => {
  it('tells a person what it costs and why', async () => {
    const given = await file('told.json', { tariffs: [tariff230], session, location })
    const { code, out } = await run(['price', given])
    expect(code).toBe(0)
    expect(out).toMatch(/^total {2}8\.75 EUR before taxes, taxes: VAT 21 % 1\.8375, with taxes 10\.5875$/m)
    expect(out).toMatch(/energy, 10 kWh at 0\.5 per kWh = 5: element 0 of tariff T/)
    expect(out).toMatch(/^ {2}warning {2}\/charging_periods\/0: .*period-crosses-boundary/m)
    expect(out).not.toMatch(/parking/)
  })

  it('wrong usage ends with 2 and says what would be right', async () => {
    const wrong = [
      [[], /missing required argument/],
      [['x.json', '--version', '9'], /2\.2\.1, 2\.3\.0/],
      [['x.json', '--time-zone', 'Mars/North'], /Europe\/Amsterdam/],
      [['x.json', '--round', 'much'], /component:2/],
      [['-', '-'], /once only/],
    ] as const
    for (const [args, text] of wrong) {
      const { code, err } = await run(['price', ...args])
      expect([code, err]).toEqual([2, expect.stringMatching(text)])
    }
  })
})

describe('interchange lint', () => {
  const bad = { ...tariff230, id: 'BAD', elements: [{ ...elements[1], restrictions: { start_time: '24:00' } }] }

  it('says that there is nothing odd, and ends with 0', async () => {
    const plain = { ...tariff230, elements: [elements[1]] }
    const { code, out } = await run(['lint', await file('plain.json', plain)])
    expect([code, out]).toEqual([0, 'plain.json: tariff T: nothing odd\n'])
  })

  it('names an error with its place, and ends with 1', async () => {
    const { code, out } = await run(['lint', '--json', await file('cdrs.json', [cdr({ tariffs: [bad] })])])
    expect([code, out.trim().split('\n').length]).toEqual([1, 1])
    expect(JSON.parse(out)).toMatchObject({ file: 'cdrs.json', tariffs: [{ path: '/0/tariffs/0', id: 'BAD' }] })
    expect(JSON.parse(out).tariffs[0].findings).toContainEqual(
      expect.objectContaining({ severity: 'error', path: '/elements/0/restrictions/start_time' }),
    )
  })

  it('judges a tariff of 2.2.1 as what it says in 2.3.0, by the countries of its locations', async () => {
    const given = await file('older.json', [tariff221])
    const judged = async (...args: string[]) => (await run(['lint', given, ...args])).out
    expect(await judged()).not.toMatch(/tax_included|vat-country/)
    expect(await judged('--country', 'DE')).toMatch(/vat-country/)
  })

  it('what is odd in a list is told as a tariff that is none; a file without any goes on to the next', async () => {
    const odd = await file('list.json', [{ id: 'X' }, 7])
    const none = await file('none.json', { name: 'x' })
    const { code, out, err } = await run(['lint', '--json', none, odd])
    expect([code, err]).toEqual([1, expect.stringMatching(/none\.json has no tariffs/)])
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ file: 'none.json', tariffs: [], error: expect.stringMatching(/no tariffs/) })
    expect(second.tariffs.map(({ path }: { path: string }) => path)).toEqual(['/0', '/1'])
    for (const { findings } of second.tariffs)
      expect(findings).toContainEqual(expect.objectContaining({ code: 'invalid' }))
  })
})
