import ts from 'typescript';
import { canSee } from '../models.ts';
import { callsOf, functionsIn, recordsIn } from './shape.ts';
import { listed } from './words.ts';
import type { Work } from './work.ts';

/** Describes as Markdown what the code contains, what it depends on, and where it could be split. */
export function design({ prompt, source, skill }: Work): string {
  const functions = functionsIn(source);
  const records = recordsIn(source);
  const imports = source.file.statements
    .filter(ts.isImportDeclaration)
    .map(({ moduleSpecifier }) => code(moduleSpecifier.getText().slice(1, -1)));
  const lines = [
    `a sketch for “${prompt.instruction.trim() || 'this code'}”, from the structure of ${code(prompt.file.path)}.`,
    '',
    `- **Data**: ${records.length > 0 ? listed(records.map(({ name }) => code(name))) : 'no type of its own'}.`,
    `- **Work**: ${functions.length > 0 ? listed(functions.map(({ name }) => code(name))) : 'no function'}.`,
    `- **Depends on**: ${imports.length > 0 ? listed([...new Set(imports)]) : 'nothing outside the file'}.`,
  ];
  if (!canSee(skill, 'subtle')) return lines.join('\n');
  const effects = functions.filter(({ isAsync }) => isAsync).map(({ name }) => code(name));
  const pure = functions.filter(({ isAsync }) => !isAsync).map(({ name }) => code(name));
  if (functions.length === 0) return lines.join('\n');
  lines.push('', '### A possible cut', '');
  if (pure.length > 0) lines.push(`- Keep ${listed(pure)} free of input and output.`);
  if (effects.length > 0) lines.push(`- Keep waiting and storing in ${listed(effects)}.`);
  if (canSee(skill, 'deep')) {
    const busiest = functions.toSorted(
      (one, other) => callsOf(other.node).length - callsOf(one.node).length,
    )[0];
    if (busiest) {
      const calls = callsOf(busiest.node).map(code);
      lines.push(
        `- ${code(busiest.name)} knows most others (${listed(calls) || 'none'}); hand those in as arguments where a test needs to replace them.`,
      );
    }
  }
  return lines.join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
