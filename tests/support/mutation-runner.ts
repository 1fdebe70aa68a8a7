import { TestRunner, test } from 'vitest'

/**
 * A test file that cannot be loaded holds no test, and Stryker asks tests only: a change that makes a module throw as
 * it loads, the loudest of all, would count as not noticed (stryker-js issue 6150). So the file gets a test that fails.
 */
export default class MutationRunner extends TestRunner {
  override async importFile(filepath: string, source: 'collect' | 'setup'): Promise<unknown> {
    try {
      return await super.importFile(filepath, source)
    } catch (error) {
      if (source !== 'collect') throw error
      return test('can be loaded', () => {
        throw error
      })
    }
  }
}
