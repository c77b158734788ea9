import { expect, test } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import {
  type Binding,
  installedKeys,
  installedVersion,
  keysIn,
  keysOn,
} from '../../../support/defaultKeys.ts';
import defaults from '../../../support/defaultKeys.json' with { type: 'json' };

const ours: readonly Binding[] = manifest.contributes.keybindings;
const taken: ReadonlySet<string> = new Set(defaults.keys);
const systems = ['linux', 'win', 'mac'] as const;

/** Nobody types into an answer, so the keys that change a text do nothing there. */
const inAnswers: readonly string[] = ['mod+enter', 'mod+backspace'];

function problemsOf(binding: Binding): string[] {
  const { command, when = '' } = binding;
  return systems.flatMap((system) => {
    const keys = keysOn(system, binding) ?? '';
    const first = `${keys} `;
    const isTaken = taken.has(keys) || defaults.keys.some((each) => each.startsWith(first));
    const isOwnPlace = inAnswers.includes(keys) && isOnlyInAnswers(when);
    return [
      ...(isTaken && !isOwnPlace ? [`${command} takes ${keys} from VS Code on ${system}`] : []),
      ...(system !== 'mac' && isAltGr(keys) ? [`${command} is AltGr on ${system}: ${keys}`] : []),
    ];
  });
}

/** Each way in which the condition can hold asks for an answer. */
function isOnlyInAnswers(when: string): boolean {
  return when
    .split('||')
    .every((way) => way.split('&&').some((part) => part.trim() === 'resourceScheme == tierwise'));
}

/** What AltGr and a key produce on keyboards of Windows and Linux is a sign that somebody types. */
function isAltGr(keys: string): boolean {
  return keys.split(' ').some((stroke) => /\bmod\+(?:shift\+)?alt\+.$/.test(stroke));
}

test('no key binding takes a key from VS Code, or a sign from a keyboard with AltGr', () => {
  expect(ours.length).toBeGreaterThan(3);
  expect(ours.flatMap(problemsOf)).toEqual([]);
});

const answers = 'resourceScheme == tierwise';
test.each<[string, Partial<Binding>, RegExp]>([
  ['a chord of VS Code', { key: 'ctrl+k ctrl+s' }, /takes mod\+k mod\+s .* on linux/],
  ['a chord in another order', { key: 'Ctrl+K Shift+O' }, /takes mod\+k shift\+o/],
  ['a single key', { key: 'ctrl+p' }, /takes mod\+p/],
  ['a key on a Mac alone', { key: 'ctrl+k shift+t', mac: 'cmd+p' }, /takes mod\+p .* on mac/],
  ['the beginning of chords', { key: 'ctrl+k' }, /takes mod\+k/],
  ['AltGr', { key: 'ctrl+alt+u' }, /is AltGr on win/],
  ['AltGr in a chord', { key: 'ctrl+k ctrl+shift+alt+e' }, /is AltGr on linux/],
  ['a key of texts everywhere', { key: 'ctrl+enter' }, /takes mod\+enter/],
  ['a key of texts elsewhere', { key: 'ctrl+enter', when: `${answers} || a` }, /takes/],
  ['another key in an answer', { key: 'ctrl+p', when: answers }, /takes/],
])('%s is seen', (_, keys, problem) => {
  expect(problemsOf({ command: 'x', ...keys }).join('\n')).toMatch(problem);
});

test('keys of texts may be taken in answers', () => {
  const when = `a && ${answers}`;
  expect(problemsOf({ command: 'x', key: 'ctrl+enter', mac: 'cmd+enter', when })).toEqual([]);
});

test('VS Code’s keys are read from its script', () => {
  const script =
    'function ab(s,o){let e=(o&65535)<<16>>>0;return(s|e)>>>0}a({primary:ab(2089,2080)});b({primary:3,secondary:[2104,1535],mac:{primary:262}})';
  expect(keysIn(script)).toEqual(['mod+k mod+b', 'enter', 'win+alt', 'mod+z']);
  expect(() => keysIn('a({primary:3})')).toThrow(/two strokes/);
});

// Where the editor tests have installed it.
test.skipIf(installedVersion() !== defaults.version)(
  'the list has the keys of the VS Code that is installed',
  () => {
    expect(installedKeys()).toEqual(defaults.keys);
  },
);
