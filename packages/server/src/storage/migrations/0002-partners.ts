import type { Migration } from './index.ts'

/**
 * `partner_token` holds inbound credentials tokens as SHA-256 (they are long and random, so nothing slower is needed);
 * the token we send stands encrypted in `partner.outbound_token`. Kinds: `A`, an invitation's; `P`, sent in a handshake
 * of ours that is not answered yet; `C`, in use. `dies_at` is set when a newer one was given out.
 */
export const partners: Migration = {
  id: 2,
  name: 'partners',
  sql: (schema) => `
    create table ${schema}.own_party (
      key text collate "C" primary key,
      country_code text not null,
      party_id text not null,
      roles jsonb not null,
      business_details jsonb not null
    );

    create table ${schema}.partner (
      id text primary key,
      name text not null,
      status text not null,
      version text,
      versions_url text,
      roles jsonb not null default '[]',
      hub_party text,
      endpoints jsonb not null default '[]',
      parties jsonb,
      settings jsonb not null default '{}',
      outbound_token text,
      last_seen timestamptz,
      created_at timestamptz not null
    );

    create table ${schema}.partner_token (
      hash text primary key,
      partner text not null references ${schema}.partner (id) on delete cascade,
      kind text not null check (kind in ('A', 'P', 'C')),
      made_at timestamptz not null,
      dies_at timestamptz
    );
    create index partner_token_partner on ${schema}.partner_token (partner);
  `,
}
