import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An mbox as uw-imap leaves it, with its UIDs written down: `messages` of 50 KiB each. */
function formatMbox(uidValidity: number, messages: number): string {
  const body = `${'The quick brown fox jumps over the lazy dog.\n'.repeat(1140)}\n`;
  const all = Array.from({ length: messages }, (_, i) => {
    const base = i === 0 ? `X-IMAPbase: ${uidValidity} ${messages}\n` : '';
    const header = `Subject: message ${i + 1}\n${base}Status: RO\nX-UID: ${i + 1}\n`;
    return `From ada@example.org Mon Nov 23 10:00:00 2020 +0100\n${header}\n${body}`;
  });
  return all.join('');
}

/**
 * Writes a small uw-imap home: an inbox and a folder, large enough together that the command divides them among threads.
 * Returns the store URL that names it.
 */
export function writeSampleHome(parent: string): string {
  const home = join(parent, 'home');
  mkdirSync(join(home, 'mail'), { recursive: true });
  writeFileSync(join(parent, 'spool'), formatMbox(1_000_000_001, 100));
  writeFileSync(join(home, 'mail', 'saved'), formatMbox(1_000_000_002, 100));
  return `mbox:${home}?inbox=${join(parent, 'spool')}&folders=mail`;
}
