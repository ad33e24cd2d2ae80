import { describe } from 'vitest';
import type { PairSuite } from './fixture.ts';
import { describePairCaution } from './pair-caution.ts';
import { describePairDeltas } from './pair-deltas.ts';
import { describePairFaults } from './pair-faults.ts';
import { describePairKills } from './pair-kills.ts';

/** Declares the tests that every pair must pass: first fill, every kind of delta, and caution. */
export function testPair(suite: PairSuite): void {
  describe(`${suite.name}, passes`, () => {
    describePairDeltas(suite);
    describePairCaution(suite);
  });
}

/**
 * Declares the tests in which a process is killed at one of its changes to the file system. For stores that other
 * processes can open: both fixtures have an `opener`. Beside `testPair`.
 */
export function testPairKills(suite: PairSuite): void {
  describe(`${suite.name}, killed`, () => {
    describePairKills(suite);
  });
}

/**
 * Declares the tests in which each step of a store fails, or is the last that its process takes. For stores that count
 * their steps: both fixtures have `faults`. Beside `testPair`.
 */
export function testPairFaults(suite: PairSuite): void {
  describe(`${suite.name}, failing`, () => {
    describePairFaults(suite);
  });
}
