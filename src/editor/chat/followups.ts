import type * as vscode from 'vscode';
import { escalateCommand } from '../platform/contributed.ts';
import type { Answered } from './answered.ts';
import { toSay } from '../../routing/say.ts';
import { say } from '../platform/say.ts';

/** What the developer says to have a plan carried out; `wantsPlanCarriedOut` knows it again. */
const carryOut = toSay('Carry out the plan');

/** What is offered below an answer: to carry out its plan, and to ask a higher tier where there is one. */
export function followupsOf({ higher = [], planFor }: Answered): vscode.ChatFollowup[] {
  const top = higher.at(-1);
  return [
    ...(planFor === undefined
      ? []
      : [{ prompt: say(carryOut), command: planFor, label: say(carryOut) }]),
    ...(higher.length > 1
      ? [{ prompt: 'again', command: escalateCommand, label: say('Escalate one tier') }]
      : []),
    ...(top === undefined
      ? []
      : [{ prompt: `to ${top}`, command: escalateCommand, label: say('Escalate to {0}', top) }]),
  ];
}

export function wantsPlanCarriedOut(prompt: string): boolean {
  return [carryOut, say(carryOut)].includes(prompt.trim());
}

/** How far `/escalate` goes, and what the developer adds to it. `top` is the strongest tier's name. */
export function escalationWords(
  prompt: string,
  top: string | undefined,
): { readonly to: 'next' | 'top'; readonly added: string } {
  const words = prompt.trim();
  if (words === '' || words === 'again') return { to: 'next', added: '' };
  return top !== undefined && words === `to ${top}`
    ? { to: 'top', added: '' }
    : { to: 'next', added: words };
}
