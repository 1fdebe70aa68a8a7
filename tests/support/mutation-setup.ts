import fc from 'fast-check'
import { beforeEach } from 'vitest'

// Instrumented code is several times slower: what is asked about duration would fail without any mutant.
beforeEach(({ task, skip }) => {
  if (/\bno time\b/.test(task.name)) skip()
})

// A mutant costs one run of every test that reaches it. Fewer examples make it quicker, and the score no better.
fc.configureGlobal({ numRuns: 30 })
