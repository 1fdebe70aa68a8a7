import * as fastCheck from 'fast-check'

// fast-check as mutation testing sees it (vitest.mutate.config.ts). A change costs one run of every test that reaches it:
// fewer examples make that quicker and the score no better, and the same ones each time make two runs comparable.

const EXAMPLES = 10

const few = <T>(asked: fastCheck.Parameters<T> | undefined): fastCheck.Parameters<T> => ({
  seed: 1,
  ...asked,
  numRuns: Math.min(asked?.numRuns ?? EXAMPLES, EXAMPLES),
})

export * from 'fast-check'
export const assert = ((property, asked) => fastCheck.assert(property as never, few(asked))) as typeof fastCheck.assert
export const check = ((property, asked) => fastCheck.check(property as never, few(asked))) as typeof fastCheck.check
export default { ...fastCheck.default, assert, check }
