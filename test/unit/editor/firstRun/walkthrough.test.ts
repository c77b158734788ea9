import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Language, languages, readManifest } from '../../../../scripts/manifest.ts';
import { packageProblems } from '../../../../scripts/packageRules.mjs';
import { root } from '../../../../scripts/tools.mjs';
import {
  commandIds,
  contextKeys,
  viewIds,
  walkthrough,
} from '../../../../src/editor/platform/contributed.ts';

interface Walkthrough {
  readonly id: string;
  readonly steps: readonly Step[];
}
interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
const manifest = readManifest(root);
const [first, ...others] = manifest.contributes.walkthroughs as Walkthrough[];
const { id } = first!;
const steps = languages.flatMap((language) => {
  const { walkthroughs } = readManifest(root, language).contributes;
  return (walkthroughs as Walkthrough[]).flatMap((each) =>
    each.steps.map((step): [string, Language, Step] => [step.id, language, step]),
  );
});

test('Get Started opens the only walkthrough', () => {
  expect(others).toEqual([]);
  expect(walkthrough).toBe(`${manifest.publisher}.${manifest.name}#${id}`);
});

/** What a step may wait for. VS Code knows the names of views and context keys as they are contributed. */
const events: ReadonlySet<string> = new Set([
  ...commandIds.map((command) => `onCommand:${command}`),
  ...contextKeys.map((key) => `onContext:${key}`),
  ...viewIds.map((view) => `onView:${view}`),
]);

test.each(steps)(
  'the step “%s” in “%s” is short, offers what it speaks of, and ends by something that can happen',
  (_, _language, { title, description, completionEvents }) => {
    expect(title.length).toBeLessThan(40);
    expect(description.length).toBeLessThan(400);
    expect(completionEvents.filter((event) => !events.has(event))).toEqual([]);
    expect(completionEvents).not.toEqual([]);
    const links = [...description.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command!);
    const ours = links.filter((command) => command.startsWith('tierwise.'));
    expect(ours).not.toEqual([]);
    expect(ours.filter((command) => !(commandIds as readonly string[]).includes(command))).toEqual(
      [],
    );
  },
);

test.each(steps)(
  'the picture of “%s” in “%s” is small, follows the colour theme, and comes with the package',
  (_, _language, { media: { svg, altText } }) => {
    expect(existsSync(join(root, svg))).toBe(true);
    const picture = readFileSync(join(root, svg), 'utf8');
    expect(picture.length).toBeLessThan(4_000);
    expect(picture).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|href|<script/i);
    expect(picture).toContain('var(--vscode-');
    expect(altText.length).toBeGreaterThan(20);
    const name = `extension/${svg}`;
    const problems = packageProblems(new Map([[name, Buffer.from(picture)]]));
    expect(problems.filter((problem) => problem.startsWith(name))).toEqual([]);
  },
);
