import { defineConfig } from 'vitest/config'

// The packages are tested as written: `@interchange/*` leads to the sources, not to a build. Only this condition is
// named: these also reach Node's own resolver, where `import` or `module` would give a `require` the wrong file.
const conditions = ['@interchange/source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    // Faults, fuzzing and browsers take minutes each: `.ci/run` and `npm run test:long` run these, `npm test` does not.
    exclude: ['**/node_modules/**', ...(process.env.LONG_SUITES === '1' ? [] : ['tests/long/**'])],
    globalSetup: ['tests/support/global-setup.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // One that passes only the second time is named at the end (closing-line.ts) and is to be mended.
    retry: process.env.CI === 'true' ? 1 : 0,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 20_000,
  },
})
