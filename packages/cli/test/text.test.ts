import { describe, expect, test } from 'vitest';
import { closestName } from '../src/did-you-mean.ts';
import { formatBytes, formatCount, formatDuration, formatPlural } from '../src/format-quantity.ts';
import { displayWidth, safeText, truncate } from '../src/safe-text.ts';
import { shellQuote } from '../src/shell-quote.ts';
import { formatTable } from '../src/report/table.ts';
import { createStyle } from '../src/style.ts';
import { wrapBeside } from '../src/wrap-text.ts';

describe('text from outside', () => {
  test('cannot drive a terminal', () => {
    const evil = 'a\u001b]0;x\u0007b\u009bc\rd\u202ee\u2028f\ud800g\u007f';
    // eslint-disable-next-line no-control-regex -- that is what must not be there
    expect(safeText(evil, true)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2028\ud800]/);
    expect(safeText('Congrès 会議', true)).toBe('Congrès 会議');
  });

  test('is ASCII where the terminal knows no more', () => {
    expect(safeText('Congrès', false)).toBe('Congr?s');
  });

  test('has a width and can be cut', () => {
    expect(displayWidth('Congre\u0300s')).toBe(7);
    expect(displayWidth('会議')).toBe(4);
    expect(truncate('v1.2 release', 6, '…')).toBe('v1.2 …');
    expect(truncate('会議会議', 5, '…')).toBe('会議…');
    expect(truncate('short', 6, '…')).toBe('short');
  });
});

describe('quantities', () => {
  test.for([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1_250_000, '1.3 MB'],
    [340_000_000, '340 MB'],
    [999_999_999, '1.0 GB'],
  ] as const)('%d bytes', ([bytes, text]) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.for([
    [4.2, '4 ms'],
    [310, '0.31 s'],
    [12_000, '12 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
  ] as const)('%d milliseconds', ([ms, text]) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('counts', () => {
    expect(formatCount(12_345)).toBe('12,345');
    expect(formatPlural(1, 'mailbox', 'mailboxes')).toBe('1 mailbox');
    expect(formatPlural(2, 'mailbox', 'mailboxes')).toBe('2 mailboxes');
  });
});

test('a shell reads back what is quoted', () => {
  expect(shellQuote('maildir:/home/u/Maildir')).toBe('maildir:/home/u/Maildir');
  expect(shellQuote("mbox:/it's?a=b&c")).toBe("'mbox:/it'\\''s?a=b&c'");
});

test('a near name is found and a far one is not', () => {
  expect(closestName('imbox', ['inbox', 'folders'])).toBe('inbox');
  expect(closestName('password', ['inbox', 'folders'])).toBeUndefined();
});

describe('style', () => {
  test('has colours on a terminal alone, and not against NO_COLOR', () => {
    const terminal = { isTTY: true, columns: 80 };
    expect(createStyle({ ...terminal, env: {} }).bad('x')).toBe('\u001b[31mx\u001b[0m');
    expect(createStyle({ ...terminal, env: { NO_COLOR: '1' } }).bad('x')).toBe('x');
    expect(createStyle({ ...terminal, env: { TERM: 'dumb' } }).bad('x')).toBe('x');
    expect(createStyle({ isTTY: false, env: {} }).bad('x')).toBe('x');
  });

  test('is ASCII where the locale is', () => {
    expect(createStyle({ isTTY: false, env: { LANG: 'C' } }).arrow).toBe('->');
    expect(createStyle({ isTTY: false, env: { LC_ALL: 'fr_FR.UTF-8', LANG: 'C' } }).arrow).toBe('→');
  });
});

describe('a narrow terminal', () => {
  const columns = [
    { title: 'Name', align: 'left' },
    { title: 'Number', align: 'right' },
    { title: 'Words', align: 'left' },
  ] as const;
  const rows = [[{ text: 'name of a mailbox' }, { text: '12' }, { text: 'one two three four five six' }]];

  test.for([50, 60])('of %d columns holds a table', (width) => {
    const lines = formatTable(columns, rows, createStyle({ isTTY: true, columns: width, env: { NO_COLOR: '1' } }));
    for (const line of lines) expect(displayWidth(line)).toBeLessThan(width);
    expect(lines[1]).toContain('name of a mailbox');
    expect(lines[1]?.includes('…')).toBe(width === 50);
  });

  test('wraps what is told of a term beside it', () => {
    expect(wrapBeside('  a=  ', 'one two three four five six seven', 30)).toEqual([
      '  a=  one two three four five',
      '      six seven',
    ]);
  });
});
