import { beforeEach } from 'vitest'

// Instrumented code is several times slower: what is asked about duration would fail without any mutant.
beforeEach(({ task, skip }) => {
  if (/\bno time\b/.test(task.name)) skip()
})
