import { makeMemorySource, testSource } from '../src/index.ts';

testSource({ name: 'the in-memory store', make: makeMemorySource });
