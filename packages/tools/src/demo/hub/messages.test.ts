import { expect, it } from 'vitest'
import { until } from '../../../../../tests/support/until.ts'
import { hubMessages } from './messages.ts'

const heard = () => {
  const messages = hubMessages()
  const lines: string[] = []
  messages.tell = (line) => lines.push(line.replace(/ +/g, ' '))
  const say = (direction: 'in' | 'out', partner: string, correlationId: string, more = {}) =>
    messages.log.info({
      event: 'exchange',
      direction,
      partner,
      correlationId,
      method: 'PUT',
      module: 'sessions',
      path: 'NL/DMO/0afa8fdb-a1e3-4d8f-9c3e-111111111111',
      http: 200,
      status: 1000,
      ...more,
    })
  return { messages, lines, say }
}

it('both legs of what is forwarded are one line', () => {
  const { messages, lines, say } = heard()
  say('out', 'B', 'c1')
  say('in', 'A', 'c1')
  expect(lines).toEqual(['A -> hub -> B PUT sessions NL/DMO/0afa8fdb'])
  expect(messages.counts).toEqual({ forwarded: 1, sent: 0, failed: 0 })
})

it('what the hub tells everybody is one line after the one that it came with; what failed says so', async () => {
  const { messages, lines, say } = heard()
  say('in', 'A', 'c1')
  say('out', 'B', 'c1')
  say('out', 'C', 'c1', { status: 2001 })
  say('out', 'A', 'c2', { method: 'GET', path: '', http: undefined, status: undefined, why: 'timeout' })
  say('in', 'A', 'c3', { module: 'credentials' })
  await until(() => lines.length === 3)
  expect(lines).toEqual([
    'A -> hub PUT sessions NL/DMO/0afa8fdb',
    'hub -> B, C PUT sessions NL/DMO/0afa8fdb',
    'hub -> A GET sessions: timeout',
  ])
  expect(messages.counts).toEqual({ forwarded: 0, sent: 3, failed: 2 })
})
