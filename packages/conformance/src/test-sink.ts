import { describe } from 'vitest';
import type { MakeSink } from './fixture.ts';
import { describeSinkAccount } from './sink-account.ts';
import { describeSinkDelta } from './sink-delta.ts';
import { describeSinkFill } from './sink-fill.ts';
import { describeForeignMail } from './sink-foreign-mail.ts';
import { describeSinkNames } from './sink-names.ts';

/** A sink under test. */
export interface SinkSuite {
  readonly name: string;
  /** Makes an empty account of its own each time. */
  readonly make: MakeSink;
}

/** Declares the tests that every sink must pass: the guarantees of `Sink` and `SinkMailbox` in core. */
export function testSink({ name, make }: SinkSuite): void {
  describe(`${name} as a sink`, () => {
    describeSinkFill(make);
    describeSinkDelta(make);
    describeForeignMail(make);
    describeSinkNames(make);
    describeSinkAccount(make);
  });
}
