import { differenceFlags, equalFlags, unionFlags, type Flags } from '@sourdine/core-flags';
import type { SinkMessage } from '@sourdine/core';

/**
 * The flags a kept message shall have: what the source changed since the last pass is done to what the target has, so a
 * change made on the target stays. Without a record of the last pass, or with `full`, the source's flags as they are.
 */
export function mergeFlags(source: Flags, target: SinkMessage, full: boolean): Flags {
  const base = target.syncedFlags;
  if (full || base === undefined) return source;
  if (equalFlags(source, base)) return target.flags;
  const removed = differenceFlags(base, source);
  const added = differenceFlags(source, base);
  return unionFlags(differenceFlags(target.flags, removed), added);
}
