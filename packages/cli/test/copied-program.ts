import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** What the command consists of in the workspace; the links between packages are relative and stay good. */
const parts = [
  'packages/{cli,core,core-flags,maildir,mbox,sync}/{package.json,bin,src,node_modules}',
  'node_modules/.pnpm/commander@*',
];

/** The command and its Node, copied to a folder of the given mode: what another user can read of it is no matter of chance. */
export class CopiedProgram implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'sourdine-program-'));
  readonly bin: string = join(this.folder, 'packages/cli/bin/sourdine.js');
  readonly node: string = join(this.folder, 'node');

  constructor(mode: number) {
    for (const part of globSync(parts, { cwd: root })) {
      mkdirSync(dirname(join(this.folder, part)), { recursive: true });
      execFileSync('cp', ['-a', join(root, part), join(this.folder, part)]);
    }
    copyFileSync(process.execPath, this.node);
    chmodSync(this.node, 0o755);
    chmodSync(this.folder, mode);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
