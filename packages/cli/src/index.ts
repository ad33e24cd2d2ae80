export type { ConsoleStreams, OutputStream } from './console-streams.ts';
export { main } from './main.ts';
export { runCli } from './run-cli.ts';
