/**
 * How the developer takes an agent's last answer, by the words that follow it: they correct it, or go on with
 * something else. `unclear` where the words do not show it.
 */
export type Taken = 'correction' | 'goesOn' | 'unclear';

/** Longer words are a new task, whatever they mention further down. Characters. */
const lookedAt = 400;

const corrections: readonly RegExp[] = [
  /^(?:no|nope|wrong|stop|undo|revert|roll ?back|try again|not (?:what|quite|like that|right|true))\b/,
  /^(?:that|this|it)(?:['’]s| is| was| still)? (?:not|wrong|incorrect|broken|fails?|broke|isn['’]?t|doesn['’]?t|does not|didn['’]?t|did not)\b/,
  /^(?:that|this|it) (?:isn|doesn|didn|wasn|won)['’]?t\b/,
  /^(?:you|you['’]ve) (?:forgot|missed|broke|broken|didn['’]?t|did not|deleted|ignored|misunderstood|should(?:n['’]?t)? (?:not )?have)\b/,
  /^(?:i (?:said|asked|told you|meant|didn['’]?t (?:ask|want|mean)|did not (?:ask|want|mean))|why did(?:n['’]?t)? you)\b/,
  /\b(?:(?:doesn|didn)['’]?t work|does not work|did not work|not working|same (?:error|problem|failure)|you broke|put it back|still (?:fails?|failing|broken|wrong|red|not|doesn['’]?t|does not|get|getting|see|seeing|there|the same))\b/,
  /\b(?:undo|revert|roll back) (?:that|this|it|your|the last)\b/,
];

/** Words that may belong to a correction or to a question about the answer. */
const doubts =
  /\b(?:not|never|wrong|errors?|fail(?:s|ed|ing|ure)?|broken?|instead|but|again|actually|hm+|wait|exception|traceback|why|should(?:n['’]?t)? have|rather)\b|n['’]t\b|\?|^(?:what|how|did|does|is|are|was|were|can you explain|explain)\b/;

const approvals =
  /^(?:thanks?|thank you|thx|great|perfect|nice|good|cool|awesome|excellent|lgtm|looks good|it works|works|yes|yep|ok|okay|continue|go on|go ahead|proceed|next|commit|ship it)\b/;

/** Without one of these the words are hardly English, and nothing is read from them. */
const english =
  /\b(?:the|an?|and|to|of|in|on|for|with|it|this|that|now|also|then|please|all|my|our|make|use|is|are)\b/;

/** Reads English; other words are unclear. The time is linear in the length that is looked at. */
export function howWordsTake(words: string): Taken {
  const said = words.trim().slice(0, lookedAt).toLowerCase();
  if (corrections.some((each) => each.test(said))) return 'correction';
  if (doubts.test(said)) return 'unclear';
  if (approvals.test(said)) return 'goesOn';
  return english.test(said) && said.split(/\s+/).length >= 3 ? 'goesOn' : 'unclear';
}
