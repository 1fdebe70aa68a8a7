import { nearPoint, startOf, tokenUidOf, wordOf } from '../search-sql.ts'
import type { Migration } from './index.ts'

/**
 * `quiet`: the last change was stored without being delivered. `batch_named` holds the keys that a batch under way has
 * named, so that `replace` needs no memory; rows of a batch whose process died are swept. The indexes are those of lists
 * that are searched: places, EVSEs by uid and by EVSE id, sessions and CDRs by token and by when they began.
 */
export const batchAndSearch: Migration = {
  id: 16,
  name: 'batch-and-search',
  sql: (schema) => `
    alter table ${schema}.object add column quiet boolean not null default false;

    create unlogged table ${schema}.batch_named (
      batch uuid not null,
      module text collate "C" not null,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      id text collate "C" not null,
      sub text collate "C" not null,
      at timestamptz not null default now(),
      primary key (batch, module, country_code, party_id, id, sub)
    );

    create index object_near on ${schema}.object using gist (${nearPoint('body')}) where module = 'locations' and not deleted;
    create index object_evse_uid on ${schema}.object (sub, country_code, party_id) where module = 'evses';
    create index object_evse_id on ${schema}.object (${wordOf(`body->>'evse_id'`)}, country_code, party_id)
      where module = 'evses';
    create index object_token on ${schema}.object (${tokenUidOf('body')}, module, seq)
      where module in ('sessions', 'cdrs');
    create index object_started on ${schema}.object (module, ${startOf('body')}, seq)
      where module in ('sessions', 'cdrs');
  `,
}
