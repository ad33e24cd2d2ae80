import { describe, expect, test } from 'vitest';
import { ProgressDisplay, formatProgress } from '../src/progress-display.ts';
import { ProgressMeter } from '../src/progress-meter.ts';
import { createStyle } from '../src/style.ts';

const plain = createStyle({ isTTY: false, columns: 100, env: {} });

describe('progress', () => {
  test('adds up mailboxes that are done and that are in work', () => {
    let now = 0;
    const meter = new ProgressMeter(() => now);
    meter.add({ type: 'account', mailboxes: 3, bytes: 4000 });
    meter.add({ type: 'mailbox-start', path: ['a'], bytes: 1000 });
    meter.add({ type: 'mailbox-progress', path: ['a'], messages: 9, bytes: 900 });
    meter.add({ type: 'mailbox-end', path: ['a'], outcome: 'done' });
    meter.add({ type: 'mailbox-start', path: ['b'], bytes: 3000 });
    meter.add({ type: 'mailbox-progress', path: ['b'], messages: 10, bytes: 1000 });
    now = 2000;
    expect(meter.state()).toMatchObject({ mailboxesDone: 1, messages: 19, bytes: 2000, rate: 1000, remainingMs: 2000 });
  });

  test('counts a mailbox that is begun anew from its beginning', () => {
    const meter = new ProgressMeter(() => 0);
    meter.add({ type: 'mailbox-start', path: ['a'], bytes: 1000 });
    meter.add({ type: 'mailbox-progress', path: ['a'], messages: 9, bytes: 900 });
    meter.add({ type: 'mailbox-progress', path: ['a'], messages: 1, bytes: 100 });
    expect(meter.state()).toMatchObject({ messages: 1, bytes: 100 });
  });

  const state = {
    mailboxes: 31,
    mailboxesDone: 12,
    messages: 10_233,
    bytes: 50,
    totalBytes: 100,
    rate: 21e7,
    remainingMs: 4000,
  };

  test('is one line', () => {
    expect(formatProgress(state, plain)).toBe(
      '━━━━━━━━────────  50 % · 12 of 31 mailboxes · 10,233 messages · 210 MB/s · 4 s left',
    );
  });

  test('leaves out what has no room', () => {
    const at = (columns: number): string => formatProgress(state, createStyle({ isTTY: false, columns, env: {} }));
    expect(at(80)).toBe('━━━━━━━━────────  50 % · 12 of 31 mailboxes · 210 MB/s · 4 s left');
    expect(at(60)).toBe('━━━━━━━━────────  50 % · 12 of 31 mailboxes · 4 s left');
    expect(at(40).length).toBeLessThan(40);
  });

  test('shows nothing of a run that is over at once', () => {
    const written: string[] = [];
    const display = new ProgressDisplay({ write: (text) => written.push(text), isTTY: true, columns: 80 }, plain);
    display.add({ type: 'account', mailboxes: 1, bytes: 1 });
    display.clear();
    expect(written).toEqual([]);
  });
});
