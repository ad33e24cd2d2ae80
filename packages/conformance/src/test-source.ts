import { describe } from 'vitest';
import type { MakeSource } from './fixture.ts';
import { describeSourceChanges } from './source-changes.ts';
import { describeSourceListing } from './source-listing.ts';
import { describeSourceMessages } from './source-messages.ts';

/** A source under test. */
export interface SourceSuite {
  readonly name: string;
  /** Makes an account of its own each time. */
  readonly make: MakeSource;
}

/** Declares the tests that every source must pass: the guarantees of `Source` and `SourceMailbox` in core. */
export function testSource({ name, make }: SourceSuite): void {
  describe(`${name} as a source`, () => {
    describeSourceListing(make);
    describeSourceMessages(make);
    describeSourceChanges(make);
  });
}
