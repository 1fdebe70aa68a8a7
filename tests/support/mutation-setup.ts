import fc from 'fast-check'
import { beforeEach } from 'vitest'

// Instrumented code is several times slower: what is asked about duration would fail without any mutant.
beforeEach(({ task, skip }) => {
  if (/\bno time\b/.test(task.name)) skip()
})

// A mutant costs one run of every test that reaches it. Fewer examples make it quicker, and the score no better; the same
// ones each time make two runs comparable.
fc.configureGlobal({ numRuns: 10, seed: 1 })
