// Writes the input files of the corpus from their cases. The same files every time.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { wholeCorpus } from './src/corpus.ts';

const entries = wholeCorpus();
const wanted = new Set(entries.flatMap(({ file, json }) => [file, json]));
for (const { case: entry, file } of entries) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entry.content);
}
// A case that is gone takes its files with it.
for (const directory of new Set(entries.map(({ file }) => dirname(file)))) {
  for (const name of readdirSync(directory)) {
    if (!wanted.has(join(directory, name))) rmSync(join(directory, name));
  }
}
console.log(`${entries.length} files`);
