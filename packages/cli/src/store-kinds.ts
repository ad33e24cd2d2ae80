import type { SinkFactory, SourceFactory } from '@sourdine/core';
import { parameter, parameterValues, type StoreUrl } from './store-url.ts';

/** One parameter of a store URL. */
export interface StoreParameter {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly repeatable?: boolean;
  /** It is a path from the root on. */
  readonly absolute?: boolean;
  /** The values there are, where there are but a few. */
  readonly values?: readonly string[];
}

/** One kind of store, as the command line names it. */
export interface StoreKind {
  readonly scheme: string;
  readonly description: string;
  readonly example: string;
  readonly parameters: readonly StoreParameter[];
  /** Loads the package and makes the factory: a store that is not named is not loaded. */
  readonly source?: (url: StoreUrl) => Promise<SourceFactory>;
  readonly target?: (url: StoreUrl) => Promise<SinkFactory>;
}

const mbox: StoreKind = {
  scheme: 'mbox',
  description: 'the home of a user as uw-imapd serves it: an inbox and folders that are mbox or mbx files',
  example: 'mbox:/home/u?inbox=/var/mail/u&folders=mail',
  parameters: [
    {
      name: 'inbox',
      description: 'the file that new mail is delivered to; without it ~/mbox is the inbox, if there is one',
      example: '/var/mail/u',
      absolute: true,
    },
    {
      name: 'folders',
      description: 'folder of the home whose mailboxes become top-level names; without it the whole home is searched',
      example: 'mail',
    },
    {
      name: 'mailbox',
      description:
        'a mailbox elsewhere in the home, taken though it is not subscribed; repeatable, and needed in each pass',
      example: 'old/archive-2003',
      repeatable: true,
    },
    {
      name: 'zone',
      description: "the old server's time zone, for dates that name none; default: that of this machine",
      example: 'Europe/Paris',
    },
    {
      name: 'lock',
      description: 'whether to take the dotlock of a file that is read, which writes beside it: yes or no, the default',
      example: 'yes',
      values: ['yes', 'no'],
    },
  ],
  source: async (url) => {
    const { createMboxSource } = await import('@sourdine/mbox');
    const inbox = parameter(url, 'inbox');
    const folders = parameter(url, 'folders');
    const timeZone = parameter(url, 'zone');
    return createMboxSource({
      home: url.path,
      ...(inbox !== undefined && { inbox }),
      ...(folders !== undefined && { folders }),
      ...(timeZone !== undefined && { timeZone }),
      lock: parameter(url, 'lock') === 'yes',
      mailboxes: parameterValues(url, 'mailbox'),
    });
  },
};

const maildir: StoreKind = {
  scheme: 'maildir',
  description: "a Maildir as Dovecot keeps it, with Dovecot's uidlist, keywords and subscriptions",
  example: 'maildir:/home/u/Maildir',
  parameters: [
    {
      name: 'layout',
      description: 'how folders are named: .A.B (maildir++, the default) or A/B (fs)',
      example: 'maildir++',
      values: ['maildir++', 'fs'],
    },
  ],
  source: async (url) => {
    const { createMaildirSource } = await import('@sourdine/maildir');
    return createMaildirSource({ root: url.path, layout: maildirLayout(url) });
  },
  target: async (url) => {
    const { createMaildirSink } = await import('@sourdine/maildir');
    return createMaildirSink({ root: url.path, layout: maildirLayout(url) });
  },
};

function maildirLayout(url: StoreUrl): 'maildir++' | 'fs' {
  return parameter(url, 'layout') === 'fs' ? 'fs' : 'maildir++';
}

/** Every store there is a URL for. A new one is a row here. */
export const storeKinds: readonly StoreKind[] = [mbox, maildir];

/** Makes the factory of a URL that was parsed as a source. */
export async function createSource(url: StoreUrl): Promise<SourceFactory> {
  return await maker(url, 'source')(url);
}

/** Makes the factory of a URL that was parsed as a target. */
export async function createTarget(url: StoreUrl): Promise<SinkFactory> {
  return await maker(url, 'target')(url);
}

function maker<Role extends 'source' | 'target'>(url: StoreUrl, role: Role): NonNullable<StoreKind[Role]> {
  const make = storeKinds.find((kind) => kind.scheme === url.scheme)?.[role];
  if (make === undefined) throw new TypeError(`${url.scheme}: is no ${role}`);
  return make;
}
