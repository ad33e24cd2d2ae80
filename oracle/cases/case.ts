/** One input file of the golden corpus. Its answer is the real server's business and not written here. */
export interface Case {
  /** File name without suffix. */
  name: string;
  suffix: 'mbox' | 'mbx' | 'mmdf' | 'tenex' | 'mtx';
  /** What the file is there to show, in one line. */
  about: string;
  content: Buffer;
  /** Time zone the server runs in. Default UTC. */
  tz?: string;
}

/** One character a byte, so that a case can be written as a string and hold any byte. */
export function mbox(name: string, about: string, content: string, options: Pick<Case, 'tz'> = {}): Case {
  return { name, suffix: 'mbox', about, content: Buffer.from(content, 'latin1'), ...options };
}

/** Lines, each ended by LF. */
export function lines(...text: string[]): string {
  return text.map((line) => `${line}\n`).join('');
}

export const FROM = 'From alice@example.org Wed Dec  2 05:53:22 1992';

/** A plain message: From_ line, the given header lines, a subject, a body line and the blank line that ends it. */
export function mail(subject: string, ...headers: string[]): string {
  return lines(FROM, ...headers, `Subject: ${subject}`, '', `Text of ${subject}.`, '');
}

export function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
