/** How a mailbox is found again: the inbox, or a file by its path from the home down. */
export type Locator = { readonly kind: 'inbox' } | { readonly kind: 'file'; readonly parts: readonly Buffer[] };

/** `inbox`, or `file:` and the path with every byte that is not plain as `%xx`. */
export function formatLocator(locator: Locator): string {
  return locator.kind === 'inbox' ? 'inbox' : `file:${locator.parts.map(formatPart).join('/')}`;
}

/** Undefined where the text is no locator, or one that leaves the home. */
export function parseLocator(text: string): Locator | undefined {
  if (text === 'inbox') return { kind: 'inbox' };
  if (!text.startsWith('file:')) return undefined;
  const parts = text
    .slice('file:'.length)
    .split('/')
    .map((part) =>
      Buffer.from(
        part.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ),
    );
  const bad = parts.some(
    (part) => part.length === 0 || part.equals(dot) || part.equals(dots) || part.includes(0) || part.includes(47),
  );
  return bad ? undefined : { kind: 'file', parts };
}

const dot = Buffer.from('.');
const dots = Buffer.from('..');

function formatPart(part: Buffer): string {
  return part
    .toString('latin1')
    .replace(/[^A-Za-z0-9._ -]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
