import { createFlags, equalFlags, type Flags, SystemFlag } from '@sourdine/core-flags';
import type { SinkMessage } from '@sourdine/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeFlags } from '../src/flag-merge.ts';

const { seen, flagged, answered } = SystemFlag;

function target(flags: Flags, syncedFlags?: Flags): SinkMessage {
  return { uid: 1, uidAssigned: true, internalDate: 0, size: 1, flags, ...(syncedFlags && { syncedFlags }) };
}

describe('mergeFlags', () => {
  it('takes the source as it is when nothing is known of the last pass', () => {
    const source = createFlags(seen, ['$Label1']);
    expect(mergeFlags(source, target(createFlags(flagged)), false)).toEqual(source);
  });

  it('keeps what was changed on the target while the source stayed', () => {
    const base = createFlags(seen);
    const changed = createFlags(seen | flagged, ['Junk']);
    expect(mergeFlags(base, target(changed, base), false)).toEqual(changed);
  });

  it('does to the target what was done to the source', () => {
    const base = createFlags(seen, ['$Label1']);
    const source = createFlags(answered, ['$Label2']);
    const changed = createFlags(seen | flagged, ['$Label1', 'Junk']);
    expect(mergeFlags(source, target(changed, base), false)).toEqual(
      createFlags(answered | flagged, ['$Label2', 'Junk']),
    );
  });

  it('undoes changes on the target when told to', () => {
    const base = createFlags(seen);
    expect(mergeFlags(base, target(createFlags(flagged), base), true)).toEqual(base);
  });

  const anyFlags = fc
    .tuple(fc.integer({ min: 0, max: 31 }), fc.subarray(['a', 'B', '$Label1', 'Junk']))
    .map(([system, keywords]) => createFlags(system, keywords));

  it('ends as the source where nobody touched the target', () => {
    fc.assert(
      fc.property(anyFlags, anyFlags, (source, base) =>
        equalFlags(mergeFlags(source, target(base, base), false), source),
      ),
    );
  });
});
