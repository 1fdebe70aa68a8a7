// Examples of a page, and what they say they print.

export const codeBlocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!)

/** Without the line breaks and spaces that only lay out. */
export const inOneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/([[{]) | (?=[\]}])/g, '$1')
    .trim()

/** What the comment beside a `console.log` says it prints; `'...'` stands for any text. */
export function printed(example: string): RegExp {
  const comments = [...example.matchAll(/console\.log\(.*?\) \/\/ (.*)/g)].map(([, comment]) => comment!)
  const escaped = inOneLine(comments.join(' ')).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll("'\\.\\.\\.'", `(?:'[^']*'|"[^"]*"|\`[^\`]*\`)`)}$`)
}
