import { createHash } from 'node:crypto';
import type { MessageContent } from './message.ts';
import { WireFormEncoder } from './wire-form.ts';

/** Encoders not in use: their memory serves again. */
const idle: WireFormEncoder[] = [];

/** SHA-256 of the wire form, lower-case hex. Reads the content once. */
export async function digestContent(content: MessageContent): Promise<string> {
  const hash = createHash('sha256');
  const encoder = idle.pop() ?? new WireFormEncoder();
  try {
    if ('views' in content) for (const view of content.views) hash.update(encoder.encode(view));
    else for await (const chunk of content.open()) hash.update(encoder.encode(chunk));
  } finally {
    encoder.reset();
    idle.push(encoder);
  }
  return hash.digest('hex');
}
