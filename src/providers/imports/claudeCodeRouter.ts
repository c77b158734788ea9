import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { addDescribed, keyIn } from './described.ts';
import { type Collected, type ImportOptions, leaveOut } from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * Claude Code Router's `config.json`: a list `Providers`, each with the full address of a call and names of models
 * (github.com/musistudio/claude-code-router, its README, 2026-11).
 */

export function isClaudeCodeRouter(file: Json): boolean {
  return providersIn(file).some(({ api_base_url: address }) => address !== undefined);
}

export function readClaudeCodeRouter(
  file: Json,
  collected: Collected,
  { taken }: ImportOptions,
): void {
  for (const provider of providersIn(file)) {
    const name = textOf(provider['name']) ?? 'a provider';
    const models = arrayOf(provider['models']);
    if (models.length === 0) {
      const why = 'It names no model: add its server with Tierwise: Add Provider….';
      collected.notImported.push({ where: name, why });
    }
    for (const model of models) {
      const described = {
        where: `${name} › ${textOf(model) ?? 'a model'}`,
        model: textOf(model),
        service: serviceNamed(name),
        serviceName: name,
        address: provider['api_base_url'] ?? '',
        name,
        hasKey: keyIn(provider['api_key']),
        facts: {},
      };
      addDescribed(described, collected, taken);
    }
  }
  const why = 'What the router does itself is said by tiers and rules here.';
  leaveOut(file, ['Providers', 'providers', 'LOG', 'LOG_LEVEL', 'HOST', 'PORT'], why, collected);
}

function providersIn(file: Json): readonly Json[] {
  return arrayOf(file['Providers'] ?? file['providers']).map((each) => objectOf(each) ?? {});
}
