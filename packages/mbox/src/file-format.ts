import { findFromLineDate } from './from-line.ts';

/** What a file is to c-client, in the order in which its drivers are asked. */
export type FileFormat = 'empty' | 'mbx' | 'tenex' | 'mmdf' | 'uw' | 'other';

/** Bytes from the start of a file that decide. c-client: 1023 for unix, 2048 for mbx. */
export const sniffBytes = 2048;

const unixSniffBytes = 1023;

/** Tells what a file is by its first {@link sniffBytes} bytes. */
export function detectFormat(head: Buffer): FileFormat {
  if (head.length === 0) return 'empty';
  if (isMbx(head)) return 'mbx';
  if (isTenex(head)) return 'tenex';
  if (head.toString('latin1', 0, 5) === '\x01\x01\x01\x01\n') return 'mmdf';
  return isUnix(head.subarray(0, unixSniffBytes)) ? 'uw' : 'other';
}

/** c-client mbx.c, mbx_isvalid(): the file holds the whole of its 2048-byte header. */
function isMbx(head: Buffer): boolean {
  return head.length >= 2048 && /^\*mbx\*\r\n[0-9a-f]{16}\r\n/i.test(head.toString('latin1', 0, 25));
}

/** The first line of a tenex or mtx file: a date, a size and flags, of which no other format begins so. */
function isTenex(head: Buffer): boolean {
  return /^[ \d]\d-[A-Za-z]{3}-\d{4} \d\d:\d\d:\d\d [+-]\d{4},\d+;[0-7]{12}\r?\n/.test(head.toString('latin1', 0, 80));
}

/** c-client unix.c, unix_isvalid_fd(). */
function isUnix(head: Buffer): boolean {
  let start = 0;
  while (start < head.length && ' \t\r\n'.includes(String.fromCharCode(head[start] as number))) start++;
  if (start > 0 && head[start - 1] !== 10) return false;
  const lf = head.indexOf(10, start);
  return lf !== -1 && findFromLineDate(head, start, lf + 1) !== undefined;
}
