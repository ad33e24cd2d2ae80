/**
 * Modified UTF-7 (RFC 3501 §5.1.3): how a mailbox name is spelled on the wire of IMAP and, by Dovecot, on disk.
 * Printable ASCII stands for itself but `&`, which is `&-`; all else is UTF-16BE in base64 between `&` and `-`.
 */
export function encodeMutf7(text: string): string {
  return text.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    const bytes = Buffer.from(run, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** Reads modified UTF-7; undefined where the text is none, or is not as {@link encodeMutf7} writes it. */
export function decodeMutf7(text: string): string | undefined {
  const decoded = text.replace(/&([^-]*)-/g, (_, base64: string) => {
    if (base64 === '') return '&';
    const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64');
    return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : '';
  });
  return encodeMutf7(decoded) === text ? decoded : undefined;
}
