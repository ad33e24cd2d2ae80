import { createStyle, type Style } from './style.ts';

/** Where a command writes. A process's own streams fit, and so does anything that collects text. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The two streams and the environment that decide how a command looks. */
export interface ConsoleStreams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: NodeJS.ProcessEnv;
}

export function styleFor(streams: ConsoleStreams, name: 'stdout' | 'stderr'): Style {
  const stream = streams[name];
  return createStyle({ isTTY: stream.isTTY ?? false, columns: stream.columns, env: streams.env });
}
