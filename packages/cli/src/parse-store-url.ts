import { closestName } from './did-you-mean.ts';
import { storeKinds, type StoreKind } from './store-kinds.ts';
import type { StoreRole, StoreUrl } from './store-url.ts';
import { usageError } from './usage-error.ts';

/**
 * Reads `scheme:/path?name=value&name=value`. Only `%XX`, `?` and `&` are special: `+` and `#` stand for themselves, since
 * `layout=maildir++` and file names have them. Throws a usage error that says what to write instead.
 */
export function parseStoreUrl(text: string, role: StoreRole): StoreUrl {
  refuseSecrets(text);
  const scheme = /^([a-z][a-z0-9.-]*):/i.exec(text)?.[1];
  if (scheme === undefined) throw withoutScheme(text, role);
  const kind = findKind(scheme, role);
  const rest = text.slice(scheme.length + 1);
  const mark = rest.indexOf('?');
  const path = parsePath(mark < 0 ? rest : rest.slice(0, mark), kind);
  const parameters = mark < 0 ? [] : parseParameters(rest.slice(mark + 1), kind);
  return { scheme: kind.scheme, path, parameters, text };
}

/** Source and target of one command, which must not be the same place. A target that is but read has the role `source`. */
export function parseStorePair(source: string, target: string, targetRole: StoreRole): readonly [StoreUrl, StoreUrl] {
  const pair = [parseStoreUrl(source, 'source'), parseStoreUrl(target, targetRole)] as const;
  if (pair[0].path !== pair[1].path) return pair;
  throw usageError(
    'SAME_PLACE',
    `Source and target are both ${pair[0].path}`,
    `The target is a folder of its own, like ${pair[1].scheme}:${pair[0].path}/Maildir`,
  );
}

/** The message must not repeat what it refuses. */
function refuseSecrets(text: string): void {
  const inAuthority = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*:[^/?]*@/i.test(text);
  const inParameter = /[?&](pass|passwd|password|pwd|secret|token)=/i.test(text);
  if (!inAuthority && !inParameter) return;
  throw usageError(
    'URL_HAS_SECRET',
    'A store URL holds a password',
    'Leave it out: everyone on the machine can read a command line. mbox: and maildir: need none.',
  );
}

function withoutScheme(text: string, role: StoreRole): Error {
  const example = role === 'source' ? 'mbox:/home/u?inbox=/var/mail/u&folders=mail' : 'maildir:/home/u/Maildir';
  const hint = text.startsWith('/')
    ? `Say what is there: ${kindsFor(role)
        .map((kind) => `${kind.scheme}:${text}`)
        .join(' or ')}.`
    : `Write it like ${example}`;
  return usageError('URL_WITHOUT_SCHEME', `The ${role} "${text}" is not a store URL`, hint);
}

function kindsFor(role: StoreRole): readonly StoreKind[] {
  return storeKinds.filter((kind) => kind[role] !== undefined);
}

function findKind(scheme: string, role: StoreRole): StoreKind {
  const kind = storeKinds.find((candidate) => candidate.scheme === scheme.toLowerCase());
  const usable = kindsFor(role).map((candidate) => candidate.scheme);
  if (kind === undefined) {
    const near = closestName(scheme, usable);
    throw usageError(
      'URL_SCHEME_UNKNOWN',
      `There is no store "${scheme}:"`,
      near === undefined ? `A ${role} begins with ${usable.join(': or ')}:` : `Did you mean "${near}:"?`,
    );
  }
  if (kind[role] !== undefined) return kind;
  throw usageError(
    'URL_ROLE_UNSUPPORTED',
    `${kind.scheme}: cannot be the ${role}`,
    `A ${role} begins with ${usable.join(': or ')}:`,
  );
}

function parsePath(written: string, kind: StoreKind): string {
  const path = decode(written);
  if (path.startsWith('//')) {
    const bare = path.replace(/^\/\/[^/]*/, '');
    throw usageError(
      'URL_HAS_HOST',
      `${kind.scheme}: takes a path on this machine, not a host`,
      `Write ${kind.scheme}:${bare || '/home/u'}`,
    );
  }
  if (path.startsWith('/')) return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
  throw path === ''
    ? usageError('URL_WITHOUT_PATH', `${kind.scheme}: names no path`, `Write it like ${kind.example}`)
    : usageError(
        'URL_PATH_RELATIVE',
        `The path "${path}" of ${kind.scheme}: is relative`,
        `Write it from the root on, like ${kind.example}`,
      );
}

function parseParameters(query: string, kind: StoreKind): (readonly [string, string])[] {
  const parameters: (readonly [string, string])[] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : decode(part.slice(equals + 1));
    const repeated = parameters.some(([given]) => given === name);
    checkParameter(name, value, repeated, kind);
    parameters.push([name, value]);
  }
  return parameters;
}

function checkParameter(name: string, value: string, repeated: boolean, kind: StoreKind): void {
  const known = kind.parameters.find((candidate) => candidate.name === name);
  if (known === undefined) {
    const names = kind.parameters.map((candidate) => candidate.name);
    const near = closestName(name, names);
    const hint = near === undefined ? `It takes ${names.map((n) => `${n}=`).join(', ')}` : `Did you mean "${near}="?`;
    throw usageError('URL_PARAMETER_UNKNOWN', `${kind.scheme}: has no parameter "${name}"`, hint);
  }
  const wrong = value === '' ? 'is empty' : repeated && !known.repeatable ? 'is given twice' : undefined;
  if (wrong) throw usageError('URL_PARAMETER_INVALID', `${name}= ${wrong}`, `Write it like ${name}=${known.example}`);
  if (known.values && !known.values.includes(value)) {
    const near = closestName(value, known.values);
    const hint = near === undefined ? `It can be ${known.values.join(' or ')}` : `Did you mean "${name}=${near}"?`;
    throw usageError('URL_PARAMETER_INVALID', `${name}= cannot be "${value}"`, hint);
  }
  if (known.absolute && !value.startsWith('/')) {
    throw usageError(
      'URL_PARAMETER_INVALID',
      `The path in ${name}=${value} is relative`,
      `Write it from the root on, like ${name}=${known.example}`,
    );
  }
}

function decode(written: string): string {
  let text: string | undefined;
  try {
    text = decodeURIComponent(written);
  } catch {
    text = undefined;
  }
  if (text !== undefined && !text.includes('\0')) return text;
  throw usageError('URL_ESCAPE_INVALID', `"${written}" has an escape that is no text`, 'Write a plain % as %25');
}
