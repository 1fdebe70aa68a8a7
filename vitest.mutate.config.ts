import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { mutationFolders } from './scripts/mutation.js'

const conditions = ['@interchange/source']

/** The first failure ends a mutant: what tries many examples comes last, always in the same order. */
class CheapFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => `${/propert/.test(moduleId) ? 1 : 0} ${moduleId}`
    return files.sort((a, b) => (place(a) < place(b) ? -1 : 1))
  }
}

const fewExamples: Plugin = {
  name: 'few-examples',
  enforce: 'pre',
  resolveId: (id, importer) => (id === 'fast-check' && importer !== few ? few : undefined),
}
const few = fileURLToPath(new URL('tests/support/few-examples.ts', import.meta.url))

// What mutation testing runs: the tests beside the changed code, without a database.
export default defineConfig({
  plugins: [fewExamples],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: mutationFolders.map(({ folder }) => `${folder}/**/*.test.ts`),
    setupFiles: ['tests/support/mutation-setup.ts'],
    runner: 'tests/support/mutation-runner.ts',
    // One worker per run that loads each module once: most of a mutant's time would be loading.
    isolate: false,
    // What hangs is ended by Stryker; a busy machine must not count as a test that failed.
    testTimeout: 0,
    sequence: { sequencer: CheapFirst },
  },
})
