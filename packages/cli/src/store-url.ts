/** A store URL taken apart. Plain data: it crosses threads. */
export interface StoreUrl {
  readonly scheme: string;
  /** Absolute. */
  readonly path: string;
  /** In the order written. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** As written, to be shown. */
  readonly text: string;
}

export type StoreRole = 'source' | 'target';

/** The first value of a parameter. */
export function parameter(url: StoreUrl, name: string): string | undefined {
  return url.parameters.find(([given]) => given === name)?.[1];
}

/** All values of a repeatable parameter. */
export function parameterValues(url: StoreUrl, name: string): readonly string[] {
  return url.parameters.flatMap(([given, value]) => (given === name ? [value] : []));
}
