import type { FeedEntry } from '../../packages/server/src/storage/objects.ts'
import { rowKey } from '../../packages/server/src/storage/row.ts'

/** An entry of the feed of NL-ABC, as the table has it. */
export const feedEntry = (
  module: string,
  id: string,
  position: number,
  more: Partial<FeedEntry> = {},
  sub = '',
): FeedEntry => ({
  key: rowKey(module, 'NL', 'ABC', id, sub),
  seq: 1,
  version: '2.3.0',
  text: '{"some":"body"}',
  lastUpdated: '2026-01-01T00:00:00Z',
  partner: null,
  audience: null,
  position,
  fullPosition: position,
  deleted: false,
  state: null,
  correlationId: null,
  receivedAt: '2026-01-01T00:00:00.000Z',
  parentPosition: null,
  parentFullPosition: null,
  ...more,
})
