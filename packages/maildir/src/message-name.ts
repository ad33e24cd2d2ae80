/** What a file name written by us says of its message. */
export interface MessageIdentity {
  readonly internalDate: number;
  readonly uidValidity: number;
  readonly uid: number;
  /** False for `P`: the UID was predicted, not assigned, when it was written. */
  readonly uidAssigned: boolean;
  /** 0, and one more each time other content came under the same UID. */
  readonly generation: number;
  /** Bytes as stored, `S=`. */
  readonly storedSize: number;
  /** Bytes with CRLF, `W=`. */
  readonly size: number;
}

const pattern =
  /^(-?[0-9]{1,15})\.V([0-9]{1,10})([UP])([0-9]{1,10})(?:G([0-9]{1,9}))?\.sourdine,S=([0-9]{1,15}),W=([0-9]{1,15})$/;

/**
 * The part of a file name before the colon. It never changes once a server has seen it: servers find a message by it.
 * Dovecot takes the sizes from it (maildir-filename.c, maildir_filename_get_size()).
 */
export function formatBaseName(identity: MessageIdentity): string {
  const letter = identity.uidAssigned ? 'U' : 'P';
  const generation = identity.generation === 0 ? '' : `G${identity.generation}`;
  return `${identity.internalDate}.V${identity.uidValidity}${letter}${identity.uid}${generation}.sourdine,S=${identity.storedSize},W=${identity.size}`;
}

/** Reads a name of ours; undefined for any other. */
export function parseBaseName(base: string): MessageIdentity | undefined {
  const match = pattern.exec(base);
  if (match === null) return undefined;
  return {
    internalDate: Number(match[1]),
    uidValidity: Number(match[2]),
    uidAssigned: match[3] === 'U',
    uid: Number(match[4]),
    generation: Number(match[5] ?? 0),
    storedSize: Number(match[6]),
    size: Number(match[7]),
  };
}

/** The base and the suffix (from the colon on) of a file name. Two files with one base are one message. */
export function splitName(name: string): { readonly base: string; readonly suffix: string } {
  const colon = name.indexOf(':');
  if (colon < 0) return { base: name, suffix: '' };
  return { base: name.slice(0, colon), suffix: name.slice(name.lastIndexOf(':')) };
}

/** The order in which Dovecot gives UIDs to files it does not know (maildir-filename.c, maildir_filename_sort_cmp()). */
export function compareDeliveryOrder(a: string, b: string): number {
  return seconds(a) - seconds(b) || microseconds(a) - microseconds(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function seconds(name: string): number {
  return Number(/^[0-9]{0,15}/.exec(name)?.[0]);
}

function microseconds(name: string): number {
  return Number(/^[0-9]*\.[^.:M]*M([0-9]{1,9})/.exec(name)?.[1] ?? 0);
}
