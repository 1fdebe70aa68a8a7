// What drivers do in the demo: a card, an app, a blocked card, in front of whichever operator and eMSP are met.

import type { Client } from '@interchange/client'
import type { Party } from '@interchange/server/party'
import type { Plug } from './charging.ts'
import type { Operator } from './operator.ts'
import { pause } from './pause.ts'
import { type Driver, startFromApp, stopFromApp, until, type Watcher } from './provider.ts'

export interface Provider {
  readonly api: Client
  readonly party: Party
  readonly drivers: readonly Driver[]
  readonly watcher: Watcher
}

/** Drivers of one eMSP at the chargers of one CPO. */
export interface Meeting {
  readonly operator: Operator
  readonly provider: Provider
  readonly drivers: readonly [card: Driver, app: Driver, blocked: Driver]
  readonly tell: Readonly<Record<'cpo' | 'emsp', (text: string) => void>>
}

/** One card, one app, one blocked card: every message of a roaming session once. */
export async function scenario({ operator, provider, drivers, tell }: Meeting): Promise<void> {
  const { api, party, watcher } = provider
  const [card, app, blocked] = drivers
  const free = operator.plugs.filter(({ evse }) => !operator.chargers.isBusy(evse.uid))
  const [first, second, third] = free as [Plug, Plug, Plug]

  tell.cpo(`${card.name} is at the reader of ${first.evse.uid}`)
  const swiped = await operator.swipe(first, card.token)
  if ('refused' in swiped) throw new Error(`${card.name} was refused: ${swiped.refused}`)

  tell.emsp(`${app.name} presses start for ${second.evse.uid}`)
  const started = await startFromApp(api, party, app, second)
  if (started.status !== 'done') throw new Error(`START_SESSION ended as ${started.status}`)
  const appSession = await until('the app sees its session', () => watcher.sessionAt(second))

  tell.cpo(`${blocked.name} tries ${third.evse.uid}`)
  const answer = await operator.swipe(third, blocked.token)
  if (!('refused' in answer)) throw new Error('a blocked card was allowed to charge')
  tell.cpo(`refused: the eMSP answers ${answer.refused}`)

  let charged = 0
  for (const [minutes, share] of [
    [10, 0.86],
    [15, 0.94],
    [12, 0.71],
  ] as const) {
    await operator.chargers.meter(swiped.sessionId, minutes, share)
    charged = await operator.chargers.meter(appSession.id, minutes, share)
  }
  await until('the eMSP has seen the last meter value', () =>
    watcher.session(appSession.id)?.kwh === charged ? true : undefined,
  )

  tell.emsp(`${app.name} presses stop`)
  const stopped = await stopFromApp(api, party, appSession)
  if (stopped.status !== 'done') throw new Error(`STOP_SESSION ended as ${stopped.status}`)
  await operator.chargers.stop(swiped.sessionId)
  for (const id of [appSession.id, swiped.sessionId]) await until('the CDR has arrived', () => watcher.cdrOf(id))
}

/** Drivers come and go until somebody presses Ctrl-C. */
export async function roam(
  operators: readonly Operator[],
  providers: readonly Provider[],
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say('drivers are roaming; press Ctrl-C to end')
  const tellFailure = (error: Error) => say(error.message)
  const able = providers.flatMap((provider) =>
    provider.drivers.filter(({ token }) => token.valid).map((driver) => ({ provider, driver })),
  )
  while (!signal.aborted) {
    const operator = pick(operators)!
    const { chargers } = operator
    const plug = pick(operator.plugs.filter(({ evse }) => !chargers.isBusy(evse.uid)))
    if (plug && chargers.running().length < 6 && Math.random() < 0.5) {
      const { provider, driver } = pick(able)!
      const { api, party } = provider
      const isCard = driver.token.type === 'RFID'
      const begin = isCard ? operator.swipe(plug, driver.token) : startFromApp(api, party, driver, plug)
      await begin.catch(tellFailure)
    }
    for (const { chargers } of operators) {
      for (const id of chargers.running()) {
        const step = Math.random() < 0.15 ? chargers.stop(id) : chargers.meter(id, 4, 0.4 + Math.random() / 2)
        await step.catch(tellFailure)
      }
    }
    await pause(1_500, signal)
  }
}

const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]
