import type { UserConfig } from 'tsdown';
import shared from '../../tsdown.config.ts';

/** The worker is a file of its own: a thread is started from it. */
const config: UserConfig = { ...shared, entry: ['src/index.ts', 'src/mailbox-worker.ts'] };

export default config;
