import { defineConfig } from 'vitest/config'

// What mutation testing runs: the logic tests of the protocol package, without a database.
export default defineConfig({
  test: {
    include: ['packages/ocpi/src/{wire,convert}/**/*.test.ts'],
    setupFiles: ['tests/support/mutation-setup.ts'],
  },
})
