import type { Migration } from './index.ts'

/**
 * Figures of delivery, so that every process can tell them. `lane_figures` and `partner_figures` are written by the
 * process that serves the partner; `call_figures` is added to by all: durations in steps (see
 * observability/latency.ts) for each five minutes. `alert_rule` says when somebody is told; `alert` is a rule that
 * holds, or held, for a partner; `alert_mail` one mail to one address. See docs/observability.md.
 */
export const observability: Migration = {
  id: 20,
  name: 'observability',
  sql: (schema) => `
    create table ${schema}.lane_figures (
      partner text not null,
      module text not null,
      lag_objects int not null,
      lag_since timestamptz,
      saved bigint not null default 0,
      last_success_at timestamptz,
      last_error_at timestamptz,
      last_error jsonb,
      at timestamptz not null,
      primary key (partner, module)
    );

    create table ${schema}.partner_figures (
      partner text primary key,
      health text not null,
      next_probe_at timestamptz,
      at timestamptz not null
    );

    create table ${schema}.call_figures (
      partner text not null,
      module text not null,
      step timestamptz not null,
      counts int[] not null,
      errors int not null,
      primary key (partner, module, step)
    );
    create index call_figures_step on ${schema}.call_figures (step);

    create table ${schema}.alert_rule (
      name text collate "C" primary key,
      rule jsonb not null
    );

    create table ${schema}.alert (
      id bigint generated always as identity primary key,
      rule text collate "C" not null,
      kind text not null,
      partner text not null,
      module text not null,
      state text not null check (state in ('pending', 'raised', 'cleared')),
      since timestamptz not null,
      raised_at timestamptz,
      cleared_at timestamptz,
      what jsonb not null,
      told boolean not null default true
    );
    create unique index alert_open on ${schema}.alert (rule, partner, module) where state <> 'cleared';
    create index alert_untold on ${schema}.alert (id) where not told;
    create index alert_cleared on ${schema}.alert (cleared_at) where state = 'cleared';

    create table ${schema}.alert_mail (
      id uuid primary key,
      rule text collate "C" not null,
      address text not null,
      subject text not null,
      body text not null,
      created_at timestamptz not null,
      attempts int not null default 0,
      next_at timestamptz,
      sent_at timestamptz,
      error text
    );
    create index alert_mail_due on ${schema}.alert_mail (next_at) where next_at is not null;
    create index alert_mail_rule on ${schema}.alert_mail (rule, created_at);

    create index object_audit_state on ${schema}.object (partner, state) where module = 'audits' and not deleted;
  `,
}
