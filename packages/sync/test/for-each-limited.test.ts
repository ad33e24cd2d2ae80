import { describe, expect, it } from 'vitest';
import { forEachLimited } from '../src/for-each-limited.ts';

describe('forEachLimited', () => {
  it('runs every item, never more than the limit at once', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      done.push(item);
    });
    expect(done.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('begins nothing more after a rejection, and throws it once the others have settled', async () => {
    const begun: number[] = [];
    let settled = false;
    const run = forEachLimited([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('first');
      await new Promise((resolve) => setTimeout(resolve, 10));
      settled = true;
    });
    await expect(run).rejects.toThrow('first');
    expect(begun).toEqual([1, 2]);
    expect(settled).toBe(true);
  });

  it('does nothing with no items', async () => {
    await forEachLimited([], 2, () => Promise.reject(new Error('called')));
  });
});
