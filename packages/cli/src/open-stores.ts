import { asMailError, type Sink, type Source, type StoreContext } from '@sourdine/core';
import { createSource, createTarget } from './store-kinds.ts';
import type { StoreUrl } from './store-url.ts';

/** Opens the store of a URL that was parsed as a source. */
export async function openSource(url: StoreUrl, context: StoreContext): Promise<Source> {
  return await attempt(url, 'source', async () => await (await createSource(url)).open(context));
}

/** Opens the store of a URL that was parsed as a target. */
export async function openTarget(url: StoreUrl, context: StoreContext): Promise<Sink> {
  return await attempt(url, 'target', async () => await (await createTarget(url)).open(context));
}

/** What the system says is the store's trouble; anything else a store throws, but for its MailErrors, is a defect. */
async function attempt<Store>(url: StoreUrl, side: 'source' | 'target', open: () => Promise<Store>): Promise<Store> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw asMailError(error, { code: 'STORE_UNAVAILABLE', scope: 'account', side, at: { file: url.path } });
  }
}
