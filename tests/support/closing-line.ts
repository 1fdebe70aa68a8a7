import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node'

/**
 * Ends the output with one plain line that a person or a script can read: `12 passed, 0 failed, 3 skipped`. Before it stand
 * the tests that passed only when they were tried again.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], _reason: TestRunEndReason): void {
    const again: string[] = []
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) {
        const state = test.result().state
        if (test.diagnostic()?.flaky)
          again.push(`passed only when tried again: ${module.relativeModuleId} > ${test.fullName}\n`)
        if (state === 'pending') count.skipped += 1
        else count[state] += 1
      }
      // A file that could not even be read has no tests to fail.
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) count.failed += 1
    }
    const line = `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`
    process.once('exit', () => process.stdout.write(`${again.join('')}${line}\n`))
  }
}
