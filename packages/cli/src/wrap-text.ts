/** Long lines are broken between words; a word that is longer stays whole. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + word.length + 2 > columns) {
      lines.push(line);
      line = '';
    }
    line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/** A term and what it means, the meaning wrapped beside it. `head` ends where the meaning begins. */
export function wrapBeside(head: string, text: string, columns: number): string[] {
  const [first = '', ...rest] = wrapText(text, Math.max(20, columns - head.length));
  return [head + first, ...rest.map((line) => ' '.repeat(head.length) + line)];
}
