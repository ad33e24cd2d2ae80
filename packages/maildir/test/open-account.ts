import { createStoreContext, type Sink, type Source, type StoreContext } from '@sourdine/core';
import { createMaildirSink, createMaildirSource, type MaildirOptions } from '../src/index.ts';

/** Opens the target whose options are given as JSON, as another process does. */
export async function openTarget(options: string, context: Partial<StoreContext> = {}): Promise<Sink> {
  return await createMaildirSink(JSON.parse(options) as MaildirOptions).open(createStoreContext(context));
}

/** Opens the source whose options are given as JSON, as another process does. */
export async function openSource(options: string, context: Partial<StoreContext> = {}): Promise<Source> {
  return await createMaildirSource(JSON.parse(options) as MaildirOptions).open(createStoreContext(context));
}
