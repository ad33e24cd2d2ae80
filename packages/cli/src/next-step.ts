import { exitCodesByPrecedence } from './exit-codes.ts';
import type { SyncCommandOptions } from './program.ts';
import { shellQuote } from './shell-quote.ts';
import type { StoreUrl } from './store-url.ts';

/** What the exit-code table says to do; undefined for 0. */
export function adviceFor(code: number): string | undefined {
  if (code === 0) return undefined;
  const action = exitCodesByPrecedence.find((row) => row.code === code)?.action;
  return action?.replaceAll('`', '');
}

/** A command to be copied into a shell. */
export function nextCommand(
  name: 'sync' | 'verify',
  urls: readonly StoreUrl[],
  options: Pick<SyncCommandOptions, 'allowEmpty' | 'full'> & { readonly as?: string | undefined },
): string {
  const words = ['sourdine', name];
  if (options.as !== undefined) words.push('--as', options.as);
  if (options.allowEmpty) words.push('--allow-empty');
  if (options.full) words.push('--full');
  return [...words, ...urls.map((url) => url.text)].map(shellQuote).join(' ');
}
