// Questions for backends that cannot be called: heard among the changes, answered by a call. Source: docs/backend-api.md.

import { afterEach, describe, expect, it } from 'vitest'
import { type QuestionBoard, questionBoard } from '../packages/server/src/backend/question-board.ts'
import { ApiClient, type SseEvent } from './support/api-client.ts'
import { backendServer } from './support/backend-server.ts'
import { onEachEngine } from './support/databases.ts'
import { until } from './support/until.ts'
import { WebhookReceiver } from './support/webhook-receiver.ts'

const abc = { countryCode: 'NL', partyId: 'ABC' }
const start = (deadlineMs = 60_000) => ({
  type: 'command.start_session',
  party: abc,
  data: { command_id: 'c1', command: { location_id: 'LOC1' } },
  deadlineMs,
})

onEachEngine('questions among the changes', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO', 'NL-XYZ:EMSP'])
  const stopping: AbortController[] = []
  afterEach(() => {
    for (const stop of stopping.splice(0)) stop.abort()
  })
  /** Resolves when it is asked questions. */
  async function listen(query = '', api = server().api) {
    const stop = new AbortController()
    stopping.push(stop)
    const heard: SseEvent[] = []
    void (async () => {
      for await (const event of api.changes(`?questions=true&modules=cdrs${query}`, stop.signal)) heard.push(event)
    })().catch(() => undefined)
    const { database } = server()
    const present = async () => {
      const { rows } = await database.query(`select 1 from "${database.schema}".question_listener`)
      return rows.length > 0
    }
    await until(present)
    return {
      heard,
      /** Resolves when nobody is asked because of it any more. */
      async stop() {
        stop.abort()
        await until(async () => !(await present()))
      },
    }
  }
  const reply = (id: string, body: object, api = server().api) => api.post(`/questions/${id}`, body)

  it('nobody is waited for where nobody listens, or not to questions', async () => {
    const plain = new AbortController()
    stopping.push(plain)
    void server()
      .api.changes('', plain.signal)
      .next()
      .catch(() => undefined)
    expect(await server().questions.ask(start())).toEqual({ kind: 'no_backend' })
  })

  it('one is heard with what a webhook is told, and answered once', async () => {
    const listener = await listen()
    const asked = server().questions.ask(start())
    await until(() => listener.heard.length === 1)
    const { data } = listener.heard[0]!
    expect(data).toMatchObject({
      module: 'questions',
      kind: 'question',
      country_code: 'NL',
      party_id: 'ABC',
      object: { type: 'command.start_session', data: { command_id: 'c1' } },
    })
    expect(Date.parse(data.object.expires_at) - Date.parse(data.object.asked_at)).toBe(60_000)
    const wrong = await reply(data.id, { result: 'PERHAPS' })
    expect([wrong.status, wrong.body.errors[0].detail]).toEqual([422, expect.stringContaining('CommandAnswer')])
    expect((await reply(data.id, { result: 'ACCEPTED', timeout: 30 })).status).toBe(204)
    expect(await asked).toEqual({ kind: 'answer', data: { result: 'ACCEPTED', timeout: 30 } })
    expect((await reply(data.id, { result: 'REJECTED' })).status).toBe(409)
    expect((await reply('none', { result: 'REJECTED' })).status).toBe(404)
    await listener.stop()
  })

  it('charging preferences are answered by name', async () => {
    const listener = await listen()
    const asked = server().questions.ask({ ...start(), type: 'session.charging_preferences', data: {} })
    await until(() => listener.heard.length === 1)
    expect((await reply(listener.heard[0]!.data.id, { result: 'ACCEPTED' })).status).toBe(204)
    expect(await asked).toEqual({ kind: 'answer', data: 'ACCEPTED' })
    await listener.stop()
  })

  it('an answer that comes too late is told so, and whoever asked went on', async () => {
    const listener = await listen()
    expect(await server().questions.ask(start(300))).toEqual({ kind: 'timeout' })
    await until(() => listener.heard.length === 1)
    expect((await reply(listener.heard[0]!.data.id, { result: 'ACCEPTED' })).status).toBe(410)
    await listener.stop()
  })

  it('one that was asked before the listener came is heard all the same', async () => {
    const first = await listen()
    const asked = server().questions.ask(start())
    await until(() => first.heard.length === 1)
    const second = await listen()
    await until(() => second.heard.length === 1)
    expect(second.heard[0]!.data.id).toBe(first.heard[0]!.data.id)
    await reply(second.heard[0]!.data.id, { result: 'REJECTED' })
    expect(await asked).toMatchObject({ kind: 'answer', data: { result: 'REJECTED' } })
    stopping.at(-1)!.abort()
    await first.stop()
  })

  it('what a webhook has answered is over', async () => {
    const receiver = await new WebhookReceiver().start()
    receiver.answer = () => ({ status: 200, body: { result: 'ACCEPTED' } })
    const hook = await server().api.post('/webhooks', { url: receiver.url, events: ['command.start_session'] })
    const listener = await listen()
    expect(await server().questions.ask(start())).toEqual({ kind: 'answer', data: { result: 'ACCEPTED' } })
    const { database } = server()
    await until(async () => {
      const { rows } = await database.query(
        `select 1 from "${database.schema}".question where answer is null and expires_at > clock_timestamp()`,
      )
      return rows.length === 0
    })
    await server().api.delete(`/webhooks/${hook.body.id}`)
    await receiver.stop()
    await listener.stop()
  })

  it('keys of other parties neither hear nor answer; a reading key does not hear', async () => {
    const keyFor = async (name: string, scope: string, parties: string[]) =>
      new ApiClient(server().url, (await server().api.post('/keys', { name, scope, parties })).body.key)
    const other = await keyFor('other', 'write', ['NL-XYZ'])
    const listener = await listen('', other)
    expect(await server().questions.ask(start())).toEqual({ kind: 'no_backend' })
    const own = await listen('', await keyFor('own', 'write', ['NL-ABC']))
    await until(async () => (await server().questions.ask(start(1))).kind === 'timeout')
    const asked = server().questions.ask(start())
    await until(() =>
      own.heard.some(({ data }) => Date.parse(data.object.expires_at) - Date.parse(data.object.asked_at) > 1000),
    )
    const { id } = own.heard.at(-1)!.data
    expect((await reply(id, { result: 'ACCEPTED' }, other)).status).toBe(404)
    expect((await reply(id, { result: 'ACCEPTED' })).status).toBe(204)
    expect((await asked).kind).toBe('answer')
    expect(listener.heard).toEqual([])
    const reader = await keyFor('reader', 'read', ['NL-ABC'])
    expect((await reader.get('/changes?questions=true')).status).toBe(403)
  })

  describe('of several processes', () => {
    it('one asks, another one is listened to, a third one is told the answer', async () => {
      const { database } = server()
      const failures: unknown[] = []
      const boards = [0, 1, 2].map(() => questionBoard({ database, failed: (error) => failures.push(error) }))
      const [asking, heard, told] = boards as [QuestionBoard, QuestionBoard, QuestionBoard]
      for (const board of boards) await board.start()
      const ids: string[] = []
      const silent = await heard.listen({ parties: ['NL-ABC'], ask: ({ id }) => ids.push(id) })
      const never = new AbortController().signal
      const answer = asking.ask('q-1', start(), never)
      await until(() => ids.length === 1)
      expect(await told.answer('q-1', { result: 'ACCEPTED' })).toBe(true)
      expect(await answer).toEqual({ kind: 'answer', data: { result: 'ACCEPTED' } })
      silent()
      for (const board of boards) await board.stop()
      expect(failures).toEqual([])
    })
  })
})
