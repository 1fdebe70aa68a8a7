import type { Migration } from './index.ts'

/**
 * Questions to a backend that listens to the changes and cannot be called. A row lives as long as somebody waits for the
 * answer, and a minute more for who answers late. `question_listener`: processes that have such listeners; `parties` null:
 * of all parties.
 */
export const questions: Migration = {
  id: 18,
  name: 'questions',
  sql: (schema) => `
    create table ${schema}.question (
      id text primary key,
      type text not null,
      party text not null,
      data text not null,
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      answer text
    );
    create index question_expires on ${schema}.question (expires_at);

    create table ${schema}.question_listener (
      process text primary key,
      parties jsonb,
      seen_at timestamptz not null
    );
  `,
}
