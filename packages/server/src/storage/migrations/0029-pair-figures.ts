import type { Migration } from './index.ts'

/**
 * Of a hub: what parties said to each other through it, added to by all processes: durations in steps (see
 * observability/latency.ts) for each five minutes. `errors`: not answered, or not with success.
 */
export const pairFigures: Migration = {
  id: 29,
  name: 'pair_figures',
  expands: true,
  sql: (schema) => `
    create table ${schema}.pair_figures (
      sender text not null,
      receiver text not null,
      module text not null,
      step timestamptz not null,
      counts int[] not null,
      errors int not null,
      primary key (sender, receiver, module, step)
    );
    create index pair_figures_step on ${schema}.pair_figures (step);
  `,
}
