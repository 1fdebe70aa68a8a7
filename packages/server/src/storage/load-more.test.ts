import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { change, evseKey, locationKey, putAll } from '../../../../tests/support/stored-objects.ts'
import { GroupWriter } from './writer.ts'

onEachEngine('locations looked at alone', (engine) => {
  it('a write sees the location and the EVSE it names, and no other', async () => {
    const writer = new GroupWriter(await engine.open())
    const location = locationKey('L1')
    const [one, two] = [evseKey('L1', 'E1'), evseKey('L1', 'E2')]
    await putAll(writer, [change(one), change(two), change(location)])
    const seen = await writer.write({
      load: [one],
      alone: [location],
      apply: (view) => [view.get(location)?.key, view.get(one)?.key],
    })
    expect(seen).toEqual([location, one])
    const unnamed = writer.write({ load: [one], alone: [location], apply: (view) => view.get(two) })
    await expect(unnamed).rejects.toThrow(/named in load/)
    await writer.close()
  })

  it('a write that asks for all EVSEs after all is run again with them, and its first run leaves nothing', async () => {
    const writer = new GroupWriter(await engine.open())
    const location = locationKey('L2')
    const [one, two] = [evseKey('L2', 'E1'), evseKey('L2', 'E2')]
    await putAll(writer, [change(one), change(two), change(location)])
    let runs = 0
    const asking = writer.write({
      load: [one],
      alone: [location],
      apply(view) {
        runs += 1
        view.put(change(one, { body: { run: runs } }))
        return view.evsesOf(location).map(({ key, text }) => [key.sub, JSON.parse(text).run])
      },
    })
    const neighbour = writer.write({ load: [two], apply: (view) => view.put(change(two, { body: { x: 1 } })) })
    expect(await Promise.all([asking, neighbour])).toEqual([
      [
        ['E1', 2],
        ['E2', undefined],
      ],
      true,
    ])
    expect([runs, writer.stats.writes, writer.stats.failed]).toEqual([2, 3, 0])
    await writer.close()
  })

  it('one write that looks at a location alone does not hide its EVSEs from another in the same batch', async () => {
    const writer = new GroupWriter(await engine.open())
    const location = locationKey('L3')
    const [one, two] = [evseKey('L3', 'E1'), evseKey('L3', 'E2')]
    await putAll(writer, [change(one), change(two), change(location)])
    const counts = await Promise.all([
      writer.write({ load: [one], alone: [location], apply: (view) => (view.get(location) ? 1 : 0) }),
      writer.write({ load: [location], apply: (view) => view.evsesOf(location).length }),
    ])
    expect(counts).toEqual([1, 2])
    await writer.close()
  })
})
