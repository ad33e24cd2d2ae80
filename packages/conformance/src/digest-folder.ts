import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Of names, inodes, modes, times of change and contents of everything below a folder: the `fingerprint` of a store of files. */
export function digestFolder(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { ino, mode, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    hash.update(`${path} ${ino} ${mode} ${mtimeNs} ${ctimeNs}\n`);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
