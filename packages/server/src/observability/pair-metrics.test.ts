import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { pairMetrics, type RoutedEvent } from './pair-metrics.ts'

const message = (from: string, to: string, over: Partial<RoutedEvent> = {}): RoutedEvent => ({
  from,
  to,
  module: 'commands',
  ms: 20,
  outcome: 'ok',
  ...over,
})

it('messages count for their pair, module and outcome, each direction by itself', async () => {
  const registry = new Registry()
  const pairs = pairMetrics([registry])
  pairs.observe(message('NL-CPO', 'NL-EMS'))
  pairs.observe(message('NL-CPO', 'NL-EMS', { ms: 300, outcome: 'refused' }))
  pairs.observe(message('NL-EMS', 'NL-CPO', { module: 'tokens' }))
  const text = await registry.metrics()
  const line = (from: string, to: string, module: string, outcome: string) =>
    `interchange_hub_messages_total{from="${from}",to="${to}",module="${module}",outcome="${outcome}"} 1`
  expect(text).toContain(line('NL-CPO', 'NL-EMS', 'commands', 'ok'))
  expect(text).toContain(line('NL-CPO', 'NL-EMS', 'commands', 'refused'))
  expect(text).toContain(line('NL-EMS', 'NL-CPO', 'tokens', 'ok'))
  expect(text).toContain('interchange_hub_seconds_bucket{le="0.05",from="NL-CPO",to="NL-EMS"} 1')
  expect(text).toContain('interchange_hub_seconds_count{from="NL-CPO",to="NL-EMS"} 2')
})

it('there are no more series than there is room for: what comes beyond counts as other', async () => {
  const registry = new Registry()
  const pairs = pairMetrics([registry], 3)
  for (let n = 0; n < 100; n++) pairs.observe(message(`NL-C${n}`, 'NL-EMS'))
  pairs.observe(message('NL-C0', 'NL-EMS'))
  const lines = (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('interchange_hub_messages_total{'))
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(/NL-C0.* 2$/)
  expect(lines.find((line) => line.includes('from="other",to="other"'))).toMatch(/ 97$/)
})
