import { createStoreContext, type Source, type StoreContext } from '@sourdine/core';
import { createMboxSource } from '../src/index.ts';

/** Where an account of a test is. */
export interface AccountFolders {
  readonly home: string;
  readonly inbox: string;
}

/** Opens the account whose folders are given as JSON, as another process does. */
export async function openAccount(folders: string, context: Partial<StoreContext> = {}): Promise<Source> {
  const { home, inbox } = JSON.parse(folders) as AccountFolders;
  return await createMboxSource({ home, inbox }).open(createStoreContext(context));
}
