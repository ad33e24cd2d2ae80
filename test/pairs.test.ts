import { makeMemorySource, testPair, testPairKills } from '../packages/conformance/src/index.ts';
import { makeMaildirSink, makeMaildirSource } from '../packages/maildir/test/maildir-fixtures.ts';
import { makeMboxSource } from '../packages/mbox/test/mbox-fixture.ts';

// The main job, then a store's pairs that neither package can test by itself.
testPair({ name: 'mbox to Maildir', makeSource: makeMboxSource, makeSink: () => makeMaildirSink() });
testPair({ name: 'mbox to Maildir, LAYOUT=fs', makeSource: makeMboxSource, makeSink: () => makeMaildirSink('fs') });
testPair({
  name: 'Maildir to Maildir',
  makeSource: (seed) => makeMaildirSource(seed),
  makeSink: () => makeMaildirSink(),
});

testPairKills({ name: 'mbox to Maildir', makeSource: makeMboxSource, makeSink: () => makeMaildirSink() });
testPairKills({
  name: 'memory to Maildir, LAYOUT=fs',
  makeSource: makeMemorySource,
  makeSink: () => makeMaildirSink('fs'),
});
