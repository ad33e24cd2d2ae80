import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { parameter, type StoreUrl } from './store-url.ts';
import { usageError } from './usage-error.ts';

/**
 * Refuses to work as root on what belongs to somebody else: a symbolic link of theirs would then be followed with root's
 * rights. `--as root` says that it is meant. Looks at owners alone and opens nothing.
 */
export function refuseForeignOwner(urls: readonly StoreUrl[]): void {
  if (process.getuid?.() !== 0) return;
  for (const url of urls) {
    for (const path of [url.path, parameter(url, 'inbox')]) {
      const owner = path === undefined ? 0 : ownerOf(path);
      if (owner === 0) continue;
      throw usageError(
        'ROOT_WITHOUT_AS',
        `${path} belongs to user id ${owner}, and this is root`,
        'Add --as USER to work as its owner, or --as root if root is really meant.',
      );
    }
  }
}

/**
 * The first owner other than root of a path or of a folder above it, 0 where there is none: whoever owns a folder can put a link in
 * the place of what is in it.
 */
function ownerOf(path: string): number {
  for (let at = path; ; at = dirname(at)) {
    const owner = statOrNothing(at)?.uid ?? 0;
    if (owner !== 0 || at === dirname(at)) return owner;
  }
}

function statOrNothing(path: string): { uid: number } | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a file where a folder should be: whoever opens it says so
  }
}
