import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDeliveryOrder, formatBaseName, parseBaseName, splitName } from './message-name.ts';

test('a name tells the identity of its message, whatever its suffix became', () => {
  const identity = fc.record({
    internalDate: fc.integer({ min: -0x8000_0000, max: 0x3_7fff_ffff }),
    uidValidity: fc.integer({ min: 1, max: 0xffff_ffff }),
    uid: fc.integer({ min: 1, max: 0xffff_fffe }),
    uidAssigned: fc.boolean(),
    generation: fc.nat(1000),
    storedSize: fc.nat(),
    size: fc.nat(),
  });
  fc.assert(
    fc.property(identity, fc.constantFrom('', ':2,', ':2,FSa', ':1,x:2,S', ':'), (given, suffix) => {
      expect(parseBaseName(splitName(formatBaseName(given) + suffix).base)).toEqual(given);
    }),
  );
});

test('other names tell none', () => {
  for (const name of [
    '',
    '1190721925.10677_0.hermod.ups-tlse.fr',
    '1.V1U1.sourdine',
    'x1.V1U1.sourdine,S=1,W=1',
    '1.V1U1.sourdine,S=1,W=1,x',
  ])
    expect(parseBaseName(name)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (name) => void parseBaseName(splitName(name).base)));
});

test('the flags are behind the last colon, the base is before the first', () => {
  expect(splitName('a:b:2,S')).toEqual({ base: 'a', suffix: ':2,S' });
});

test('files without a UID come in the order in which Dovecot numbers them', () => {
  const names = ['9.M1P1.h', '10.M20P1.h', '10.M3P1.h', '10.x', '2.b', '2.a'];
  expect(names.sort(compareDeliveryOrder)).toEqual(['2.a', '2.b', '9.M1P1.h', '10.x', '10.M3P1.h', '10.M20P1.h']);
});
