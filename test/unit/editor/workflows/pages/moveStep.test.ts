import { expect, test } from 'vitest';
import { moveStep } from '../../../../../src/editor/workflows/pages/moveStep.ts';

const yaml = `# Mine.
model: fast # for all
steps:
  plain:
    model: balanced # because it is hard
    prompt: plain.md
  bare:
    # What it asks.
    prompt: bare.md
  flow: { prompt: flow.md }
  several:
    model: { cascade: [fast, reasoning], retry: true }
    prompt: several.md
  way:
    branch:
      - when: 'plain == ""'
        steps:
          inBranch: { model: fast, prompt: a.md }
  each:
    forEach: plain
    as: it
    steps:
      inRound:
        prompt: b.md
  both:
    parallel:
      beside: { prompt: c.md, model: fast }
  look: { tool: search, with: { text: x } }
`;

const moves: [step: string, from: string, to: string][] = [
  ['plain', 'model: balanced # because', 'model: reasoning # because'],
  ['bare', '    prompt: bare.md', '    model: reasoning\n    prompt: bare.md'],
  ['flow', '{ prompt: flow.md }', '{ model: reasoning, prompt: flow.md }'],
  ['several', '{ cascade: [fast, reasoning], retry: true }', 'reasoning'],
  ['inBranch', 'model: fast, prompt: a', 'model: reasoning, prompt: a'],
  ['inRound', '        prompt: b.md', '        model: reasoning\n        prompt: b.md'],
  ['beside', 'c.md, model: fast', 'c.md, model: reasoning'],
];

test.each(moves)('%s moves, and nothing else changes', (step, from, to) => {
  const change = moveStep(yaml, step, 'reasoning')!;
  const moved = yaml.slice(0, change.start) + change.text + yaml.slice(change.end);
  expect(moved).toBe(yaml.replace(from, to));
});

test.each(['look', 'each', 'nowhere'])('%s has no prompt, so it does not move', (step) => {
  expect(moveStep(yaml, step, 'fast')).toBeUndefined();
});

test('a name that YAML would misread is quoted', () => {
  expect(moveStep(yaml, 'plain', 'my tier: two')?.text).toBe('"my tier: two"');
});
