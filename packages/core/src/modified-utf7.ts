/**
 * Modified UTF-7 (RFC 3501 §5.1.3): how a mailbox name is spelled on the wire of IMAP and, by uw-imapd and Dovecot, on disk.
 * Printable ASCII stands for itself but `&`, which is `&-`; all else is UTF-16BE in base64 between `&` and `-`. Never throws.
 */
export function encodeModifiedUtf7(text: string): string {
  return text.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** Undefined where the text is not as {@link encodeModifiedUtf7} writes it, holds a NUL, or half of a surrogate pair. */
export function decodeModifiedUtf7(text: string): string | undefined {
  const decoded = text.replace(/&([A-Za-z0-9+,]*)-/g, (_, base64: string) => {
    if (base64 === '') return '&';
    const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64');
    // An odd byte at the end is no text: without it, what is encoded again differs.
    const units = bytes.subarray(0, bytes.length & ~1).swap16();
    return units.toString('utf16le');
  });
  const isExact = encodeModifiedUtf7(decoded) === text;
  return isExact && decoded.isWellFormed() && !decoded.includes('\0') ? decoded : undefined;
}
