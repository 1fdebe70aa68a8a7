// `npm run mutate`: changes the code line by line and counts the changes that no test notices. Outside CI, since it takes
// long. One folder: `npm run mutate -- --mutate 'packages/ocpi/src/wire/**/*.ts,!**/*.test.ts'`.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['packages/ocpi/src/{wire,convert}/**/*.ts', '!**/*.test.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts' },
  plugins: ['@stryker-mutator/vitest-runner'],
  // A mutant is run against the tests that reach it only.
  coverageAnalysis: 'perTest',
  // TypeScript's checker plugin needs the compiler's old interface, which TypeScript 7 no longer has: a mutant that would
  // not compile counts like any other.
  checkers: [],
  // Stryker would rewrite it with that same interface; a file that is not there is left alone.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  concurrency: 1,
  timeoutMS: 5000,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['docs', 'bench', 'data', 'packages/server', 'packages/tools', '**/dist', '*.tgz'],
  thresholds: { high: 90, low: 80, break: 75 },
}
