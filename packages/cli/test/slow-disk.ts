/**
 * A module to be loaded first: every file that is opened takes some milliseconds longer, as on a busy disk. Long enough for a
 * test to meet a run in the middle.
 */
export function slowDisk(milliseconds: number): string {
  return [
    'import fs from "node:fs";',
    'import { syncBuiltinESMExports } from "node:module";',
    'const pause = new Int32Array(new SharedArrayBuffer(4));',
    'const { openSync } = fs;',
    `fs.openSync = (...call) => (Atomics.wait(pause, 0, 0, ${milliseconds}), openSync(...call));`,
    'syncBuiltinESMExports();',
  ].join('\n');
}
