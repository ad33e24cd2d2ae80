import type { UserConfig } from 'tsdown';
import base from '../../tsdown.config.ts';

/** The pair suite runs the second as a process of its own. */
const config: UserConfig = { ...base, entry: ['src/index.ts', 'src/killed-pass.ts'] };

export default config;
