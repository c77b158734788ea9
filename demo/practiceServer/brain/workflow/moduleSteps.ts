import type { PracticeModel, Skill } from '../../models.ts';
import { explain } from '../explain.ts';
import { functionsIn, recordsIn } from '../shape.ts';
import { parse, type Source } from '../source.ts';
import { listed } from '../words.ts';
import type { StepPrompt } from './stepPrompt.ts';

/** The steps of "explain a module": what it offers, then the page about it. */
export function moduleStep(
  step: StepPrompt,
  model: PracticeModel,
  skill: Skill,
): string | undefined {
  const text = step.section('file');
  if (text === undefined) return undefined;
  const fields = Object.keys(step.schema?.properties ?? {});
  const source: Source = { file: parse(text), start: 0, end: text.length };
  if (fields.includes('names') && fields.includes('purpose')) {
    return JSON.stringify({ names: offered(source).slice(0, 8), purpose: purposeOf(source) });
  }
  const path = /^Explain `([^`]+)`/.exec(step.text)?.[1];
  if (path === undefined || step.schema) return undefined;
  const prompt = {
    type: 'explain',
    instruction: '',
    related: undefined,
    earlier: [],
    file: { path, language: 'typescript', text },
    target: { startLine: 1, text },
  };
  return [
    `Practice model (${model.id}): ${explain({ prompt, source, model, skill })}`,
    ...usesIn(step.section('uses') ?? ''),
  ].join('\n\n');
}

function offered(source: Source): string[] {
  const exported = functionsIn(source).filter(({ exported: isExported }) => isExported);
  return [...new Set([...recordsIn(source), ...exported].map(({ name }) => name))];
}

function purposeOf(source: Source): string {
  const names = offered(source);
  return names.length > 0 ? `It offers ${listed(names)}.` : 'It offers nothing to others.';
}

/** The list of places that the editor found. */
function usesIn(uses: string): string[] {
  const rows = uses
    .split('\n')
    .map((line) => /^(\w+): (\d+) places$/.exec(line))
    .flatMap((found) => (found ? [`- \`${found[1]}\`: in ${found[2]} places`] : []));
  return rows.length > 0 ? [`### Where it is used\n\n${rows.join('\n')}`] : [];
}
