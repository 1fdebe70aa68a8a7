// `npm run mutate` (scripts/mutate.js): changes the code line by line and counts the changes that no test notices.

import { mutatedFiles } from './scripts/mutation.js'

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: mutatedFiles(),
  testRunner: 'vitest',
  // Related: what acts while modules load is run against the tests that import it, not against all.
  vitest: { configFile: 'vitest.mutate.config.ts', related: true },
  plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation-ignorer.js'],
  ignorers: ['reference-pages'],
  // A mutant is run against the tests that reach it only.
  coverageAnalysis: 'perTest',
  // TypeScript's checker plugin needs the compiler's old interface, which TypeScript 7 no longer has: a mutant that would
  // not compile counts like any other.
  checkers: [],
  // Stryker would rewrite it with that same interface; a file that is not there is left alone.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  concurrency: 2,
  // Some twenty changes make a loop endless, each costs this wait. Far above what a run takes on a busy machine.
  timeoutMS: 30_000,
  dryRunTimeoutMinutes: 30,
  reporters: ['progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/docs', '/bench', '/data', '/packages/server', '/packages/tools', '**/dist', '*.tgz'],
}
