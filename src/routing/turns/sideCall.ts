import type { Conversation } from '../conversation.ts';
import { toolKind } from './toolKind.ts';
import type { SideCall } from './turn.ts';

/** How a client asks for something of its own. */
interface SideShape {
  readonly side: SideCall;
  /** Where it was seen; the patterns are wider, because clients reword their prompts. */
  readonly source: string;
  /** In what the client tells the model that it is. */
  readonly system?: RegExp;
  /** In the newest message; with `asksShortly` it is enough alone. */
  readonly asks?: RegExp;
  /** In the same message, wherever it is. */
  readonly brings?: RegExp;
  /** Asked inside the loop, with its tools, so the newest message alone has to show it. */
  readonly withTools?: true;
}

const shapes: readonly SideShape[] = [
  {
    side: 'commitMessage',
    source:
      'VS Code: its commit message prompt; GitLens and other extensions ask alike, 2026-11-30',
    system: /\bcommit (?:messages?|descriptions?)\b|\bpull request (?:titles?|descriptions?)\b/i,
    asks: /\b(?:commit|stash) messages?\b|\bpull request (?:titles?|descriptions?)\b/i,
    brings: /^diff --git |^@@ |^\+\+\+ |<diff>|```diff/m,
  },
  {
    side: 'title',
    source:
      'VS Code: panel/title.tsx; Cline, Claude Code and Zed title their threads alike, 2026-11-29',
    system:
      /\b(?:titles?|headlines?|names?)\b[^.\n]{0,60}\b(?:conversations?|chats?|threads?|sessions?|messages?|discussions?)\b|\b(?:conversation|chat|thread|session|topic)\b[^\n]{0,60}\b(?:title|headline)s?\b/i,
    asks: /\b(?:write|generate|create|give|suggest|provide|reply with|come up with|summari[sz]e)\b[^.\n]{0,80}\b(?:title|headline)\b/i,
  },
  {
    side: 'rename',
    source: 'VS Code: its suggestions for the new name of a symbol, 2026-11-29',
    system:
      /\b(?:suggest\w*|propos\w*|generat\w*|provid\w*|rename|renaming)\b[^.\n]{0,80}\b(?:(?:new|better|alternative|suitable) )?(?:names?|identifiers?)\b[^.\n]{0,60}\b(?:symbols?|identifiers?|variables?|functions?|class(?:es)?|methods?|types?|code)\b|\brenam(?:e|ing)\b[^.\n]{0,40}\b(?:symbols?|identifiers?|variables?)\b/i,
  },
  {
    side: 'progress',
    source: 'VS Code and Claude Code: a line that says what the agent is at, 2026-11-29',
    system:
      /\b(?:progress|loading|status|waiting|thinking)\b[- ](?:messages?|lines?|phrases?|updates?|texts?|labels?|headers?)\b|\b(?:short|brief|one[- ]line)\b[^.\n]{0,60}\bwhat the (?:agent|assistant|model) (?:is|has been) (?:doing|thinking)/i,
  },
  {
    side: 'toolChoice',
    source:
      'VS Code: virtualTools/virtualToolSummarizer.tsx and its classifier of requests, 2026-11-29',
    system:
      /\b(?:group|categori[sz]e|classif(?:y|ier)|select|choose|pick|rank|filter|summary of)\b[^.\n]{0,80}\btools?\b|\btools?\b[^.\n]{0,80}\b(?:categor(?:y|ies)|groups?)\b|\b(?:intent|request|prompt|message) classifier\b|\bclassify (?:developer|user|the)\b[^.\n]{0,40}\b(?:messages?|requests?|prompts?)\b/i,
    asks: /(?:<tool name=[^]{0,20000}){2}/,
  },
  {
    side: 'rewording',
    source: 'Roo Code: support-prompt.ts, the better wording of a prompt, 2026-11-30',
    asks: /\b(?:enhanc|improv|rewrit|reword|rephras|refin)\w*\b[^.\n]{0,40}\bprompt\b/i,
  },
  {
    side: 'summary',
    source:
      'VS Code: agent/summarizedConversationHistory.tsx; Claude Code, Codex and Cline compact alike, 2026-11-29',
    system:
      /\b(?:summar(?:y|ies|i[sz]e\w*|i[sz]ing)|compact\w*|condens\w*|distil\w*)\b[^.\n]{0,80}\b(?:conversations?|chats?|history|sessions?|dialogues?|messages)\b/i,
    asks: /\b(?:summari[sz]e|(?:create|write|produce|provide|generate|give|make|output)\b[^.\n]{0,60}\b(?:summary|handoff|handover|compaction))\b[^]{0,300}\b(?:conversation|session|history|chat|context|resume|continue|so far|another (?:LLM|model|agent))\b|\bcheckpoint compaction\b/i,
    withTools: true,
  },
];

/** Only the beginning of a system text says what the model is for. Characters. */
const headCharacters = 3_000;
/** A compaction says at length what it wants; a developer who asks for a summary does not. Characters. */
const leastOfCompaction = 300;

/** How clients ask for an answer that a program reads. */
const asksShortly =
  /\b(?:only|just|nothing but)\b[^.\n]{0,40}\b(?:title|message|name|summary|json|text)\b|\b(?:do not|don['’]t|without|not be|no)\b[^.\n]{0,30}\b(?:quotes|quotation|explanations?|preamble|markdown|prefix|wrapped)\b|\b(?:words|characters) or (?:fewer|less)\b|\b(?:at most|no more than|under|max(?:imum)?(?: of)?|fewer than|less than) \d+ (?:words|characters)\b|\bJSON schema\b|\bno other text\b|\bnothing else\b/i;
const forbidsTools =
  /\b(?:do not|don['’]t|never|must not)\b[^.\n]{0,30}\b(?:call|use)\b[^.\n]{0,20}\btools?\b|\btext only\b|\bonly text\b/i;

/** The tags in which clients put what the developer typed (`reading/wrappers.ts`). */
const wordsOfDeveloper =
  /<(?:userRequest|user_query|user_message|user_input|prompt|task|feedback)>|^## My request for Codex:/m;

/**
 * Which side call a request is; undefined when the developer or an agent asks. A client asks without the
 * agent's tools, and says in the system text or at the end what it wants. What the developer typed stands
 * in tags, and is no side call whatever it says.
 */
export function sideCallOf(conversation: Conversation): SideCall | undefined {
  const { messages, tools } = conversation;
  const newest = messages.at(-1);
  if (newest?.role !== 'user') return undefined;
  const text =
    newest.text.length > 40_000
      ? `${newest.text.slice(0, 20_000)}\n${newest.text.slice(-20_000)}`
      : newest.text;
  const isTyped = wordsOfDeveloper.test(text);
  const isAgent = tools.length > 2 || tools.some((tool) => toolKind(tool) !== 'other');
  const head = toldFirst(conversation).slice(0, headCharacters);
  const isTask = text.length >= leastOfCompaction || forbidsTools.test(text);
  const shape = shapes.find(({ side, system: says, asks, brings, withTools }) => {
    const isAsked = !isTyped && asks?.test(text) === true && brings?.test(text) !== false;
    if (isAsked && withTools && isTask) return true;
    if (isAgent) return false;
    if (says?.test(head) === true && isTold(head)) return true;
    return isAsked && (side === 'toolChoice' || asksShortly.test(text));
  });
  return shape?.side;
}

/** What the model is told that it is. Extensions have no system text, and say it in a message of its own. */
function toldFirst({ system, messages }: Conversation): string {
  if (system.trim() !== '') return system;
  const [first, second] = messages;
  return first?.role === 'user' && second?.role === 'user' ? first.text : '';
}

/** A system text that is about one thing is short; that of an agent or of a chat has many. */
function isTold(head: string): boolean {
  return head.length < headCharacters && !/<(?:instructions|toolUseInstructions)>/.test(head);
}
