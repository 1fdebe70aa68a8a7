// The company-side API under a fuzzer that knows nothing but its OpenAPI document: no 5xx, no answer that is not
// documented, none that breaks its schema. FUZZ_SEED says it all again; FUZZ_CALLS makes it longer; FUZZ_KEEP_GOING=1
// does not stop at the first complaint and names one of each kind; FUZZ_ONLY=putSession is about these operations alone.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { engines, onEachEngine } from '../../support/databases.ts'
import type { PartnerSink } from '../../support/partner-sink.ts'
import { type RunningPlatform, startPlatform } from '../../support/platforms.ts'
import { Fuzzer, told } from './fuzzer.ts'
import { eventsIn } from './memory.ts'
import { type Ask, furnish, PARTIES, partnerFurnishes, partnerSends, startSink } from './world.ts'

const KEY = 'key-of-the-tests'
const CALLS = Number(process.env.FUZZ_CALLS ?? 10_000)
/** In CI the same calls each time, as far as ids and times let them; by hand others with every run. */
const FIXED = process.env.CI === 'true' ? 1434249534 : undefined
const SEED = Number(process.env.FUZZ_SEED ?? FIXED ?? Math.floor(Math.random() * 2 ** 31))
const KEEP_GOING = process.env.FUZZ_KEEP_GOING === '1'
/** Fuzzing deletes; from time to time everything is there again. */
const FURNISH_EVERY = 250

/** What each engine has of the calls. */
const share = Object.fromEntries(
  engines
    .filter(({ available }) => available)
    .map(({ name }, _, { length }) => [name, length === 1 ? 1 : name === 'pglite' ? 0.35 : 0.65]),
)

onEachEngine('the company-side API, fuzzed by its OpenAPI document', (engine) => {
  let platform: RunningPlatform
  let sink: PartnerSink
  let fuzzer: Fuzzer

  beforeAll(async () => {
    sink = await startSink()
    platform = await startPlatform({
      parties: PARTIES,
      engine,
      settings: { PARTNER_TIMEOUT: '2 s', CALLBACK_TIMEOUT: '2 s', CHARGING_UPDATE_INTERVAL: '0 s' },
    })
    fuzzer = await Fuzzer.on({
      url: platform.url,
      key: KEY,
      only: new RegExp(process.env.FUZZ_ONLY ?? '.'),
      urls: [
        `${sink.url}/versions`,
        `${sink.url}/hook`,
        `${sink.url}/2.3.0`,
        'http://127.0.0.1:9/nothing',
        'http://[::1]:9/',
      ],
    })
  })
  afterAll(async () => {
    fuzzer?.close()
    await platform?.stop()
    await sink?.stop()
  })

  async function prepare(turn: number): Promise<void> {
    const ask: Ask = (...asked) => fuzzer.ask(...asked)
    if (turn === 0) await furnish(ask, sink)
    await partnerFurnishes(platform.url, sink)
    await furnish(ask, sink)
    await fuzzer.makeKeys(turn)
    // A partner asks for something, and somebody hears of it who may answer.
    const heard = ask('GET', '/changes?questions=true&modules=questions')
    const sending = partnerSends(platform.url, sink, turn)
    const [question] = eventsIn((await heard).text)
    if (question) await ask('POST', `/questions/${(question.data as { id: string }).id}`, { result: 'ACCEPTED' })
    await sending
    await ask('GET', '/changes?since=start')
  }

  const calls = Math.round(CALLS * (share[engine.name] ?? 0))

  it(`answers ${calls} calls as it documents`, { timeout: 900_000, retry: 0 }, async () => {
    process.stdout.write(`fuzzing ${engine.name}: ${calls} calls, FUZZ_SEED=${SEED}\n`)
    const complaints = new Map<string, string>()
    const began = performance.now()
    let preparing = 0
    const step = fc.asyncProperty(fuzzer.requests, async (made) => {
      const turn = fuzzer.calls
      if (turn % FURNISH_EVERY === 0) {
        const at = performance.now()
        await prepare(turn)
        preparing += performance.now() - at
      }
      const found = await fuzzer.call(made)
      if (found[0] && !KEEP_GOING) throw new Error(told(found[0]))
      for (const one of found) complaints.set(one.what.replaceAll(/\/\d+/g, '/0').slice(0, 200), told(one))
    })
    const { failed, errorInstance, numShrinks } = await fc.check(step, { seed: SEED, numRuns: calls })
    if (failed) {
      const why = errorInstance instanceof Error ? errorInstance.message : errorInstance
      throw new Error(`FUZZ_SEED=${SEED}, call ${fuzzer.calls}, made smaller ${numShrinks} times\n${why}`)
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    process.stdout.write(`${fuzzer.calls} calls in ${seconds} s, ${fuzzer.statuses.size} different answers\n`)
    if (KEEP_GOING) {
      const dear = [...fuzzer.spent].toSorted((a, b) => b[1] - a[1]).slice(0, 15)
      process.stdout.write(
        `${[...fuzzer.statuses]
          .map((each) => each.join(': '))
          .toSorted()
          .join('\n')}\n`,
      )
      process.stdout.write(
        `preparing ${Math.round(preparing)} ms; calls ${Math.round([...fuzzer.spent.values()].reduce((a, b) => a + b, 0))} ms; ${dear.map(([id, ms]) => `${id} ${Math.round(ms)}`).join(', ')}\n`,
      )
    }
    // Every operation was reached, and most of them to where they do something.
    const taken = fuzzer.operations.filter(({ id }) =>
      [...fuzzer.statuses.keys()].some((key) => key.startsWith(`${id} 2`)),
    )
    const without = fuzzer.operations.filter((operation) => !taken.includes(operation)).map(({ id }) => id)
    process.stdout.write(`no success of: ${without.join(', ') || 'none'}\n`)
    expect([...complaints.values()].join('\n\n')).toBe('')
  })
})
