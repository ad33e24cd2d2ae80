import type { Sink } from './sink.ts';
import type { Source } from './source.ts';
import type { StoreContext } from './store-context.ts';

/** What a store package's factory returns: options checked at once, opened later. */
export interface SourceFactory {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion: 1;
  open(context: StoreContext): Promise<Source>;
}

export interface SinkFactory {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion: 1;
  open(context: StoreContext): Promise<Sink>;
}

/** A site's configuration, the default export of `sourdine.config.ts`. */
export interface SourdineConfig {
  /** Where the mail of a user is, and where it goes. */
  readonly source?: (user: string) => SourceFactory;
  readonly target?: (user: string) => SinkFactory;
}

/** Types the configuration as it is written; returns it unchanged. */
export function defineConfig(config: SourdineConfig): SourdineConfig {
  return config;
}
