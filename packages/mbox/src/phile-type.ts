/** A file's content type and the body made of it, in stored form. */
export interface PhileBody {
  /** Header lines without their ends. */
  readonly contentType: readonly string[];
  readonly body: Buffer;
  /** Whether LFs are served with no CR before them. */
  readonly bareLf: boolean;
}

/**
 * Text is what holds no control characters but BEL, BS, TAB, LF, FF, CR, SO, SI and ESC; the rest is binary and goes in base64. c-client
 * phile.c, phile_type() and phile_header().
 */
export function describePhile(bytes: Buffer, name: string): PhileBody {
  const text = bytes.toString('latin1');
  // eslint-disable-next-line no-control-regex -- it is about control characters
  if (/[\x00-\x06\x0b\x10-\x1a\x1c-\x1f\x7f]/.test(text)) {
    const contentType = [
      `Content-Type: APPLICATION/OCTET-STREAM; name=${quote(name)}`,
      'Content-Transfer-Encoding: BASE64',
    ];
    return { contentType, body: Buffer.from(wrapBase64(bytes)), bareLf: false };
  }
  const charset = charsetOf(text);
  const eightBit = /[\x80-\xff]/.test(text);
  const contentType = [
    `Content-Type: TEXT/PLAIN; charset=${charset}`,
    ...(eightBit ? ['Content-Transfer-Encoding: 8BIT'] : []),
  ];
  return { contentType, body: bytes, bareLf: text.includes('\r') && /(^|[^\r])\n/.test(text) };
}

function charsetOf(text: string): string {
  // eslint-disable-next-line no-control-regex -- ESC begins a switch of character sets
  const switches = [...text.matchAll(/\x1b\$(.{1,2})/gs)].map(([, found]) => found ?? '');
  if (switches.some((found) => found[0] === 'B' || found[0] === '@')) return 'ISO-2022-JP';
  if (switches.some((found) => found === ')C')) return 'ISO-2022-KR';
  if (switches.some((found) => /^(\)[AE]|[)*]H|[)*+][I-M])/.test(found))) return 'ISO-2022-CN';
  return /[\x80-\xff]/.test(text) ? 'X-UNKNOWN' : 'US-ASCII';
}

function wrapBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\r\n');
}

function quote(value: string): string {
  return /^[^\x00-\x20()<>@,;:\\"/[\]?=\x7f]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`; // eslint-disable-line no-control-regex -- RFC 2045 tspecials
}
