import { digestContent, type Message, type SinkMailbox, type SinkMessage } from '@sourdine/core';

/**
 * Whether a message of the source is the one that the target has under its UID.
 *
 * With one UIDVALIDITY a UID means one message for ever (RFC 9051 §2.3.1.1), so date and size are enough to notice a file
 * edited by hand. A UID that one side had to predict may mean another message by now: then the contents are compared.
 */
export async function isSameMessage(
  message: Message,
  existing: SinkMessage,
  sink: SinkMailbox,
  compareContents: boolean,
): Promise<boolean> {
  if (message.size !== existing.size || message.internalDate !== existing.internalDate) return false;
  if (!compareContents && message.uidAssigned && existing.uidAssigned) return true;
  if (message.content === undefined) return false;
  return (await digestContent(message.content)) === (await sink.digest(message.uid));
}
