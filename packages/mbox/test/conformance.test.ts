import { makeMemorySink, testPair, testSource } from '@sourdine/conformance';
import { makeMboxSource } from './mbox-fixture.ts';

testSource({ name: 'an mbox home', make: makeMboxSource });
testPair({ name: 'mbox to memory', makeSource: makeMboxSource, makeSink: () => makeMemorySink() });
