/** How far an error reaches; the engine's policy is a table on it. */
export type ErrorScope = 'message' | 'mailbox' | 'account' | 'cancelled';

/** Where in which file. `offset` is in bytes from 0, `line` counts from 1. */
export interface ErrorPosition {
  readonly file?: string;
  readonly offset?: number;
  readonly line?: number;
}

/** Who can mend it, which decides the exit code of the command. */
export type ErrorSide = 'source' | 'target' | 'usage' | 'busy' | 'internal';

export interface MailErrorOptions {
  /** Stable, upper snake case, begins with the package or the port: `MBOX_UID_NOT_ASCENDING`. Documented. */
  readonly code: string;
  readonly scope: ErrorScope;
  readonly side: ErrorSide;
  /** Whether the same call may succeed later with nothing changed by a person. */
  readonly retryable?: boolean;
  readonly at?: ErrorPosition;
  /** What to do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * The one error type of Sourdine. `message` says what is wrong in one sentence without a final stop; it never holds
 * message content or a secret.
 */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: string;
  readonly scope: ErrorScope;
  readonly side: ErrorSide;
  readonly retryable: boolean;
  readonly at: ErrorPosition | undefined;
  readonly hint: string | undefined;

  constructor(message: string, options: MailErrorOptions) {
    super(redactSecrets(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.scope = options.scope;
    this.side = options.side;
    this.retryable = options.retryable ?? false;
    this.at = options.at;
    this.hint = options.hint === undefined ? undefined : redactSecrets(options.hint);
  }

  /** A plain copy for a report or another thread; the cause is reduced to its message. */
  toJSON(): MailErrorJson {
    return {
      code: this.code,
      message: this.message,
      scope: this.scope,
      side: this.side,
      retryable: this.retryable,
      ...(this.at && { at: this.at }),
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.cause instanceof Error && { cause: redactSecrets(this.cause.message) }),
    };
  }

  static fromJSON(json: MailErrorJson): MailError {
    const { message, cause, ...options } = json;
    return new MailError(message, cause === undefined ? options : { ...options, cause: new Error(cause) });
  }
}

export interface MailErrorJson extends Omit<MailErrorOptions, 'cause' | 'retryable'> {
  readonly message: string;
  readonly retryable: boolean;
  readonly cause?: string;
}

/**
 * Takes the password out of `scheme://user:password@host`. It takes rather too much than too little: up to the last `@`
 * before a space, since people type passwords with `@` and `/` unescaped, and users with a domain.
 */
function redactSecrets(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:]*):\S*@/gi, '$1:***@');
}

/**
 * Makes a MailError of whatever was thrown: a MailError as it is, a system error under the given code with its errno in
 * the message and a hint for the common ones.
 */
export function asMailError(thrown: unknown, fallback: Omit<MailErrorOptions, 'cause'>): MailError {
  const error = firstError(thrown);
  if (error instanceof MailError) return error;
  const { code, message } = describeThrown(error, fallback.at?.file);
  const hint = fallback.hint ?? systemErrorHints[code];
  return new MailError(message, { ...fallback, ...(hint !== undefined && { hint }), cause: error });
}

/** What went wrong first, where cleaning up after it went wrong as well (`await using`). */
export function firstError(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstError(thrown.suppressed) : thrown;
}

const systemErrorHints: Record<string, string> = {
  ENOSPC: 'Free some space on that file system and run the same command again; it goes on where it stopped.',
  EDQUOT: "Raise the user's quota and run the same command again; it goes on where it stopped.",
  EACCES: 'Check owner and mode of that path, or run as its owner (--as USER when root).',
  EPERM: 'Check owner and mode of that path, or run as its owner (--as USER when root).',
  EROFS: 'The file system is mounted read-only.',
  EIO: 'The disk failed to read or write: look at the kernel log before anything else.',
  ENOENT: 'Check the path.',
};

/** A path through a folder held open says nothing to a person: the file is named instead, where it is known. */
function describeThrown(error: unknown, file: string | undefined): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = file === undefined ? error.message : error.message.replace(/\/proc\/self\/fd\/\d+[^']*/, () => file);
  return { code, message };
}
