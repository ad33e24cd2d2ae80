import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder with its content, every folder with none; what is not there has nothing. */
export function readTree(folder: string): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  if (!lstatSync(folder, { throwIfNoEntry: false })) return tree;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    tree.set(path, entry.isFile() ? readFileSync(path, 'latin1') : '');
  }
  return tree;
}

/** The messages of a Maildir: names in `cur` and `new`, with the folder that they are in. */
export function messageFiles(maildir: string): readonly string[] {
  return [...readTree(maildir).keys()].filter((path) => /\/(cur|new)\/./.test(path)).sort();
}
