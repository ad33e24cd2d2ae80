import type { FetchedMailbox, FetchedMessage } from './answer.ts';
import { ByteReader } from './byte-reader.ts';
import type { Child } from './child.ts';
import { readResponse, type Response, type Token } from './imap-response.ts';

/** The server answered NO or BAD, or went away; the message is its own text. */
export class ImapRefusal extends Error {
  readonly warnings: string[];

  constructor(text: string, warnings: string[]) {
    super(text);
    this.warnings = warnings;
  }
}

const NOTHING: Exchange = { untagged: [], warnings: [] };

export interface Exchange {
  untagged: Response[];
  warnings: string[];
}

/** Just enough of an IMAP client to read everything a server says of a mailbox. One command at a time. */
export class ImapProbe {
  readonly #child: Child;
  readonly #reader: ByteReader;
  #tag = 0;

  private constructor(child: Child) {
    this.#child = child;
    this.#reader = new ByteReader(child.process.stdout);
  }

  /** Waits for the greeting, which must be PREAUTH: these servers run as the user already. */
  static async open(child: Child): Promise<ImapProbe> {
    const probe = new ImapProbe(child);
    const greeting = await readResponse(probe.#reader);
    if (greeting === undefined) throw new Error(`no greeting, ${await child.ended()}`);
    if (!greeting.text.startsWith('* PREAUTH')) throw new Error(`not pre-authenticated: ${greeting.text}`);
    return probe;
  }

  /** Sends one command and reads up to its tagged answer. Throws ImapRefusal on any other than OK. */
  async command(text: string): Promise<Exchange> {
    const tag = `a${++this.#tag}`;
    this.#child.send(`${tag} ${text}`);
    const exchange: Exchange = { untagged: [], warnings: [] };
    for (;;) {
      const response = await readResponse(this.#reader);
      if (response === undefined) {
        throw new ImapRefusal(`connection lost, ${await this.#child.ended()}`, exchange.warnings);
      }
      if (response.text.startsWith(`${tag} OK`)) return exchange;
      if (response.text.startsWith(`${tag} `))
        throw new ImapRefusal(response.text.slice(tag.length + 1), exchange.warnings);
      const warning = /^\* (?:NO|BAD|BYE) (.*)/s.exec(response.text);
      if (warning !== null) exchange.warnings.push(warning[1] ?? '');
      else exchange.untagged.push(response);
    }
  }

  /** SELECT or EXAMINE, then everything of every message. */
  async mailbox(how: 'SELECT' | 'EXAMINE', name: string): Promise<FetchedMailbox> {
    const opened = await this.command(`${how} ${quote(name)}`);
    const lines = opened.untagged.map((response) => response.text);
    const exists = Number(capture(lines, /^\* (\d+) EXISTS/) ?? 0);
    const uidValidity = optionalNumber(capture(lines, /\[UIDVALIDITY (\d+)\]/));
    const uidNext = optionalNumber(capture(lines, /\[UIDNEXT (\d+)\]/));
    const permanentFlags =
      capture(lines, /\[PERMANENTFLAGS \((.*)\)\]/)
        ?.split(' ')
        .filter(Boolean) ?? [];
    const known = exists === 0 ? NOTHING : await this.command(`FETCH 1:${exists} (UID FLAGS INTERNALDATE RFC822.SIZE)`);
    const bodies = exists === 0 ? NOTHING : await this.command(`FETCH 1:${exists} (UID BODY.PEEK[])`);
    return {
      uidValidity,
      uidNext,
      permanentFlags,
      messages: joinFetches(known.untagged, bodies.untagged),
      warnings: [...opened.warnings, ...known.warnings, ...bodies.warnings],
    };
  }

  /** STATUS items by name, or LIST and LSUB lines as the server wrote them, through `command`. */
  async status(name: string): Promise<Record<string, number>> {
    const { untagged } = await this.command(`STATUS ${quote(name)} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)`);
    const list = untagged
      .map((response) => response.tokens())
      .find((tokens) => tokens[1] === 'STATUS')
      ?.at(-1);
    const items = Array.isArray(list) ? list : [];
    return Object.fromEntries(items.flatMap((item, i) => (i % 2 === 0 ? [[String(item), Number(items[i + 1])]] : [])));
  }

  /** Names of LIST or LSUB, raw bytes as latin1, in the server's order. */
  async list(how: 'LIST' | 'LSUB', pattern: string): Promise<{ name: string; attributes: string[] }[]> {
    const { untagged } = await this.command(`${how} "" ${quote(pattern)}`);
    return untagged.flatMap((response) => {
      const [, kind, attributes, , name] = response.tokens();
      if (kind !== how || name === undefined) return [];
      return [{ name: latin1(name), attributes: Array.isArray(attributes) ? attributes.map(latin1) : [] }];
    });
  }

  async logout(): Promise<void> {
    await this.command('LOGOUT');
  }
}

// Two fetches: uw-imapd sets \\Seen on a file that is no mailbox while it serves its text, PEEK or not.
function joinFetches(known: Response[], bodies: Response[]): FetchedMessage[] {
  const texts = new Map(bodies.flatMap(fetchItems).map(({ number, items }) => [number, items.get('BODY[]')]));
  return known.flatMap(fetchItems).flatMap(({ number, items }) => {
    const flags = items.get('FLAGS');
    // An untagged FETCH may also come unasked, with flags alone.
    if (!items.has('RFC822.SIZE') || !Array.isArray(flags)) return [];
    const body = texts.get(number);
    if (!Buffer.isBuffer(body)) throw new Error(`no BODY[] for message ${number}`);
    return [
      {
        uid: Number(items.get('UID')),
        flags: flags
          .map(latin1)
          .filter((flag) => flag !== '\\Recent')
          .sort(),
        internalDate: latin1(items.get('INTERNALDATE') ?? ''),
        size: Number(items.get('RFC822.SIZE')),
        body,
      },
    ];
  });
}

function fetchItems(response: Response): { number: number; items: Map<string, Token> }[] {
  const [, number, kind, list] = response.tokens();
  if (kind !== 'FETCH' || !Array.isArray(list)) return [];
  const items = new Map<string, Token>();
  for (let i = 0; i + 1 < list.length; i += 2) items.set(latin1(list[i] ?? ''), list[i + 1] ?? '');
  return [{ number: Number(number), items }];
}

function latin1(token: Token): string {
  if (Array.isArray(token)) return token.map(latin1).join(' ');
  return typeof token === 'string' ? token : token.toString('latin1');
}

function capture(lines: string[], pattern: RegExp): string | undefined {
  return lines.map((line) => pattern.exec(line)?.[1]).find((value) => value !== undefined);
}

function optionalNumber(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
