import type { Migration } from './index.ts'

/**
 * Of a hub: what parties said to each other through it, as `call_figures`. `pair`: who said it and to whom,
 * `NL-CPO NL-EMS`.
 */
export const pairFigures: Migration = {
  id: 29,
  name: 'pair_figures',
  expands: true,
  sql: (schema) => `
    create table ${schema}.pair_figures (
      pair text collate "C" not null,
      module text not null,
      step timestamptz not null,
      counts int[] not null,
      errors int not null,
      primary key (pair, module, step)
    );
    create index pair_figures_step on ${schema}.pair_figures (step);
  `,
}
