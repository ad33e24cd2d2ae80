import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Replaces what stands between `<!-- NAME begin -->` and `<!-- NAME end -->` in a Markdown file by a text that a program
 * made. Throws where the marks are not there.
 */
export function replaceSection(file: URL, name: string, text: string): void {
  const [begin, end] = [`<!-- ${name} begin -->`, `<!-- ${name} end -->`];
  const old = readFileSync(file, 'utf8');
  const [head, tail] = [old.indexOf(begin), old.indexOf(end)];
  if (head < 0 || tail < head) throw new Error(`${file.pathname} has no place between ${begin} and ${end}`);
  writeFileSync(file, `${old.slice(0, head + begin.length)}\n\n${text}\n\n${old.slice(tail)}`);
}
