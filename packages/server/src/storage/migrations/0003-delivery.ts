import type { Migration } from './index.ts'

/**
 * `delivery` has a row for each partner: who serves it (a process, for as long as it keeps renewing), and its health.
 * `lane` is a partner's place in the feed for one module: everything up to `cursor` is settled; the partner has whatever
 * of any object had changed up to `known`. `parked` holds what a partner refused and what waits for a party behind a
 * hub; `message` what is not state and has to arrive by itself. `pull` and `aside` belong to crawls. See docs/feed.md.
 */
export const delivery: Migration = {
  id: 3,
  name: 'delivery',
  sql: (schema) => `
    create table ${schema}.process (
      id uuid primary key,
      seen_at timestamptz not null
    );

    create table ${schema}.delivery (
      partner text primary key,
      owner uuid,
      leased_until timestamptz,
      offline_since timestamptz
    );

    create table ${schema}.lane (
      partner text not null,
      module text not null,
      cursor bigint not null,
      known bigint not null,
      born bigint not null,
      in_order_until bigint not null default 0,
      rewind_to bigint,
      rewind_at timestamptz,
      crawled_to bigint,
      scope text not null,
      created_at timestamptz not null,
      primary key (partner, module)
    );

    create table ${schema}.parked (
      id bigint generated always as identity primary key,
      partner text not null,
      module text collate "C" not null,
      country_code text collate "C" not null,
      party_id text collate "C" not null,
      object_id text collate "C" not null,
      sub text collate "C" not null,
      position bigint not null,
      state text not null check (state in ('parked', 'waiting')),
      party text,
      names text[] not null default '{}',
      refusals int not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      next_at timestamptz,
      http int,
      status_code int,
      why text,
      message text,
      unique (partner, module, country_code, party_id, object_id, sub)
    );
    create index parked_due on ${schema}.parked (partner, next_at) where next_at is not null;
    create index parked_names on ${schema}.parked using gin (names);

    create table ${schema}.message (
      id uuid primary key,
      partner text not null,
      kind text not null,
      country_code text collate "C",
      party_id text collate "C",
      object_id text collate "C",
      state text not null check (state in ('open', 'parked', 'settled', 'expired')),
      url text,
      body text,
      from_party text,
      to_party text,
      correlation_id text,
      created_at timestamptz not null,
      until timestamptz not null,
      next_at timestamptz,
      attempts int not null default 0,
      http int,
      status_code int,
      why text,
      message text,
      location text,
      settled_at timestamptz
    );
    create unique index message_object on ${schema}.message (partner, kind, country_code, party_id, object_id)
      where object_id is not null;
    create index message_due on ${schema}.message (partner, next_at) where next_at is not null;

    create table ${schema}.pull (
      partner text not null,
      module text not null,
      due_at timestamptz,
      changed_from timestamptz,
      full_at timestamptz,
      full_wanted boolean not null default true,
      failures int not null default 0,
      running_until timestamptz,
      running_by uuid,
      report jsonb,
      primary key (partner, module)
    );

    create table ${schema}.aside (
      id bigint generated always as identity primary key,
      partner text not null,
      module text not null,
      country_code text,
      party_id text,
      object_id text,
      path text not null,
      why text not null,
      part text,
      at timestamptz not null
    );
    create index aside_at on ${schema}.aside (partner, module, at);
  `,
}
