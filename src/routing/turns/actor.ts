import type { Conversation } from '../conversation.ts';
import type { Step } from './steps.ts';
import { toolKind } from './toolKind.ts';
import type { Turn } from './turn.ts';

/** Only the beginnings say who is spoken to. Characters. */
const headCharacters = 6_000;

/**
 * Another agent started this one. Main agents are told of subagents too, but as of something that they may
 * start. VS Code, Claude Code and Codex, 2026-11-29.
 */
const subagent = [
  /(?<!\b(?:if|when|whenever|unless|while|because) )\byou(?: are|['’]re)(?: now)?(?: running| acting| working)?(?: as)? (?:an?|the|one of (?:the|several))? ?[^.\n]{0,60}\bsub-?agents?\b(?! tool)/i,
  /\byou (?:were|are|have been) (?:started|spawned|launched|created|invoked|called|delegated) by (?:an?other|the|a|your) (?:main |parent |lead |calling |coordinating )?(?:agent|assistant|orchestrator)/i,
  /\b(?:your|the) (?:final )?(?:message|answer|response|report|output|result)s? (?:is|are|will be|gets?) (?:returned|sent|passed|given|reported|relayed)(?: back)? to (?:the )?(?:main|parent|calling|coordinating|lead|caller|orchestrat\w+)/i,
  /\b(?:the|your) (?:caller|parent agent|main agent|calling agent) will (?:relay|read|receive|use|see)\b/i,
  /\byou are (?:an agent for|a file search specialist for) Claude Code\b/i,
  /\breturn a message with ONLY\b[^.\n]{0,20}<final_answer>/i,
];

/**
 * It plans and changes nothing. The mode is named in the system text, or beside the words when the
 * developer may switch it for each request. VS Code, Cline, Roo Code, Claude Code and Codex, 2026-11-29.
 */
const planner = [
  /\byou are (?:an? |the |in |now in |currently in )?(?:\w+ )?plan(?:ning)?[- ](?:agent|mode|assistant)\b/i,
  /\bplan mode is (?:still )?(?:active|on)\b|\b(?:sole|only) (?:responsibility|task|job) is planning\b/i,
  /^# Current Mode\s*\n\s*PLAN MODE\b|<slug>(?:architect|plan)<\/slug>|<user_input mode="plan">|<collaboration_mode>\s*#? ?plan\b|^# ?plan mode\b/im,
];
/** Words of planning that are enough where no tool could change a file. */
const plans =
  /\byou (?:are|will|must|should)\b[^.\n]{0,120}\b(?:plan|planning|research and outline)\b/i;

const leavesPlanMode = /^(?:exit_?plan_?mode|plan_exit)$/i;

/** Who asks: the agent that the developer talks to, one that another agent started, or one that plans. */
export function actorOf(
  conversation: Conversation,
  spokeAt: number,
  steps: readonly Step[],
): Turn['by'] {
  const { system, messages, tools } = conversation;
  const heads = [system.slice(0, headCharacters), ...messages.slice(0, 2).map(headOf)];
  if (heads.some((head) => subagent.some((pattern) => pattern.test(head)))) return 'subagent';
  // A plan that the developer has approved is carried out by the agent.
  if (steps.some(({ name, result }) => leavesPlanMode.test(name) && result !== undefined))
    return 'agent';
  const asked = messages.slice(Math.max(0, spokeAt)).filter(({ role }) => role === 'user');
  const modes = [heads[0]!, ...asked.map(({ text }) => bothEnds(text))];
  if (modes.some((text) => planner.some((pattern) => pattern.test(text)))) return 'planner';
  const mayChange = tools.some((tool) => ['edit', 'run'].includes(toolKind(tool)));
  return tools.length > 0 && !mayChange && plans.test(heads[0]!) ? 'planner' : 'agent';
}

function headOf(message: Conversation['messages'][number]): string {
  return message.role === 'user' ? message.text.slice(0, headCharacters) : '';
}

function bothEnds(text: string): string {
  return text.length <= 2 * headCharacters
    ? text
    : `${text.slice(0, headCharacters)}\n${text.slice(-headCharacters)}`;
}
