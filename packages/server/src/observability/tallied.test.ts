import { Histogram, Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { talliedCounter, talliedHistogram } from './tallied.ts'

describe('tallied metrics', () => {
  it('a histogram shows what prom-client would, as text and as JSON', async () => {
    const [ours, theirs] = [new Registry(), new Registry()]
    const config = { name: 'seconds', help: 'Time', labelNames: ['who', 'what'], buckets: [0.1, 1, 10] }
    const tally = talliedHistogram({ ...config, registers: [ours] })
    const plain = new Histogram({ ...config, registers: [theirs] })
    for (const [who, what, seconds] of [
      ['a', 'x', 0.05],
      ['a', 'x', 0.1],
      ['b', 'x', 5],
      ['a', 'y', 50],
      ['a', 'x', 0.2],
    ] as const) {
      tally(`${who} ${what}`, () => ({ who, what }), seconds)
      plain.observe({ who, what }, seconds)
    }
    // Labels may stand in any order.
    const lines = async (registry: Registry) =>
      (await registry.metrics())
        .split('\n')
        .map((line) => line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').sort().join(',')}}`))
    expect((await lines(ours)).sort()).toEqual((await lines(theirs)).sort())
    const [json, expected] = [await ours.getMetricsAsJSON(), await theirs.getMetricsAsJSON()]
    expect(json).toMatchObject([{ name: 'seconds', type: 'histogram', aggregator: 'sum' }])
    const values = (from: typeof json) =>
      (from[0] as unknown as { values: { value: number; metricName: string; labels: object }[] }).values
    expect(values(json)).toHaveLength(values(expected).length)
    expect(values(json)).toEqual(
      expect.arrayContaining(values(expected).map(({ value, metricName, labels }) => ({ value, metricName, labels }))),
    )
  })

  it('a counter goes on counting from scrape to scrape', async () => {
    const registry = new Registry()
    const tally = talliedCounter({ name: 'total', help: 'Much', labelNames: ['who'], registers: [registry] })
    tally('a', () => ({ who: 'a' }))
    expect(await registry.metrics()).toContain('total{who="a"} 1')
    tally('a', () => ({ who: 'never asked again' }))
    expect(await registry.metrics()).toContain('total{who="a"} 2')
  })
})
