/** What `npm run mutate` changes, the lowest score of each folder in percent, and files left out. A folder is added here. */
export const mutationFolders = [
  { folder: 'packages/ocpi/src/wire', least: 75 },
  { folder: 'packages/ocpi/src/convert', least: 75 },
  {
    folder: 'packages/tariff/src',
    least: 80,
    // What tests alone use, and what only makes reference pages, which `npm run check` compares word by word.
    except: ['tests/**/*.ts', '**/page.ts', 'rules-page.ts'],
  },
]

/** The files of folders, as Stryker takes them. */
export const mutatedFiles = (folders = mutationFolders) => [
  ...folders.map(({ folder }) => `${folder}/**/*.ts`),
  '!**/*.test.ts',
  ...folders.flatMap(({ folder, except = [] }) => except.map((files) => `!${folder}/${files}`)),
]

/** Each folder's share of changes that a test noticed, in percent, from Stryker's report; undefined without any change. */
export function scores({ files }, folders = mutationFolders) {
  return folders.map(({ folder, least }) => {
    const counts = { killed: 0, timeout: 0, survived: 0, noCoverage: 0 }
    for (const { status } of mutantsOf(files, folder)) {
      const count = status[0].toLowerCase() + status.slice(1)
      if (count in counts) counts[count] += 1
    }
    const noticed = counts.killed + counts.timeout
    const tried = noticed + counts.survived + counts.noCoverage
    return { folder, least, ...counts, score: tried === 0 ? undefined : (100 * noticed) / tried }
  })
}

/** The changes that no test noticed, a line each. */
export function unnoticed({ files }, folders = mutationFolders) {
  return folders.flatMap(({ folder }) =>
    mutantsOf(files, folder)
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ file, location: { start, end }, replacement }) => {
        const [first, ...more] = files[file].source.split('\n').slice(start.line - 1, end.line)
        const was = more.length > 0 ? first.slice(start.column - 1) : first.slice(start.column - 1, end.column - 1)
        return `${file}:${start.line}:${start.column}  ${short(was)} -> ${short(replacement ?? '')}`
      }),
  )
}

const mutantsOf = (files, folder) =>
  Object.entries(files)
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([file, { mutants }]) => mutants.map((mutant) => ({ ...mutant, file })))

const short = (text) => {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 80)}...` : line
}
