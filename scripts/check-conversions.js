// Part of `npm run build`: a conversion that leaves a field, a type or a value unsaid throws when it is defined. Without
// this, that would only be seen when the program starts.

try {
  const { conversions } = await import('../packages/ocpi/dist/convert/chain.js')
  const { versions } = await import('../packages/ocpi/dist/versions.js')
  for (const [place, version] of versions.slice(1).entries()) {
    const pair = conversions[place]
    const older = versions[place]
    if (pair?.up.from !== older || pair.up.to !== version || pair.down.from !== version || pair.down.to !== older) {
      throw new Error(
        `packages/ocpi/src/convert/chain.ts has no conversion between ${older.number} and ${version.number}`,
      )
    }
  }
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
