import * as vscode from 'vscode';
import { realPath } from '../../execution/safety/realPlace.ts';
import { type Choice, choicesOf, type Plan } from '../../routing/decision.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Situation } from '../../routing/situation.ts';
import { fileOf } from '../platform/notebookCells.ts';
import { plainMessage } from '../platform/escape.ts';
import { isPrivateUri } from './reading.ts';

const send = 'Send It Once';

/**
 * Asks about each private file among those that a request would send, naming its whole path and the models that
 * may get it. Resolves to whether all may be sent; without a private file nobody is asked.
 */
export async function confirmSending(
  uris: readonly vscode.Uri[],
  models: readonly string[],
): Promise<boolean> {
  for (const uri of uris) {
    if ((await isPrivateUri(uri)) && !(await confirmFile(uri, models))) return false;
  }
  return true;
}

async function confirmFile(document: vscode.Uri, models: readonly string[]): Promise<boolean> {
  const uri = fileOf(document);
  const path = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const real = uri.scheme === 'file' ? await realPath(uri.fsPath) : path;
  const link = real === path ? [] : [`It is a link to ${real}.`];
  const [first = 'a model', ...others] = models;
  const to = others.length === 0 ? first : `${first} or ${others.length} more`;
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(`Send your private file ${path} to ${to}?`),
    {
      modal: true,
      detail: [
        ...link,
        'Files like this one often hold keys or passwords, so Tierwise sends them to no model by itself. Nothing of it has been sent yet.',
        ...(others.length === 0 ? [] : [`It may go to: ${models.join(', ')}.`]),
      ].join('\n\n'),
    },
    send,
  );
  return chosen === send;
}

/** The models that a plan may ask, stand-ins and judges included, such as `fast (Haiku)`. */
export function modelsOfPlan(plan: Plan): readonly string[] {
  const judges = 'judges' in plan ? plan.judges : [];
  const climb = plan.kind === 'direct' && plan.gate?.climb;
  const all = [...choicesOf(plan), ...judges, ...(climb ? [climb] : [])].flatMap((choice) => [
    choice,
    ...(choice.fallbacks ?? []),
    ...(choice.larger ?? []),
  ]);
  return [...new Set(all.map(nameOf))];
}

function nameOf({ tier, model }: Choice): string {
  return `${tier} (${displayName(model)})`;
}

/** Every tier with its models, for what may go to any of them. */
export function modelsOfTiers({ policy, catalog }: Situation): readonly string[] {
  return policy.tiers.map(({ name, choices }) => {
    const models = choices.map(({ reference }) => catalog.get(reference)?.name ?? reference);
    return `${name} (${models.join(', ')})`;
  });
}
