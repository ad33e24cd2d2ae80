import { type BigIntStats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parameter, type StoreUrl } from './store-url.ts';
import { usageError } from './usage-error.ts';

/**
 * Refuses a target that is the source's home or its folder of folders, by whatever name: the old side would be written to,
 * and a folder that holds cur, new and tmp counts as a Maildir from then on, whose other files are no mailboxes. Call it as the user
 * who does the work: it follows links.
 */
export function refuseSamePlace(source: StoreUrl, target: StoreUrl): void {
  const there = statOrNothing(target.path);
  if (there === undefined) return;
  const folders = parameter(source, 'folders');
  for (const place of [source.path, ...(folders === undefined ? [] : [resolve(source.path, folders)])]) {
    const here = statOrNothing(place);
    if (here === undefined || here.dev !== there.dev || here.ino !== there.ino) continue;
    throw usageError(
      'SAME_PLACE',
      `The target ${target.path} is ${place} of the source`,
      `The target is a folder of its own, like ${target.scheme}:${resolve(source.path)}/Maildir`,
    );
  }
}

function statOrNothing(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined; // whoever opens it says why
  }
}
