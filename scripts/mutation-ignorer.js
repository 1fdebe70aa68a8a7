// What Stryker leaves as it is within files that it changes: the words of a rule for the reference pages (`doc`). No program
// reads them, and `npm run check` compares the pages with what the rules make of them, word by word.

const isDoc = (path) => path.isObjectProperty() && path.node.key.name === 'doc'

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'reference-pages',
    value: { shouldIgnore: (path) => (isDoc(path) ? 'the words of a reference page' : undefined) },
  },
]
