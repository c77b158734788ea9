const part =
  '(?:code|function|method|class|file|implementation|logic|body|component|module|script|program|imports?|definitions?|declarations?|statements?|constructor|template|markup|jsx|html|styles?|config(?:uration)?|properties|fields?|members|methods|functions|helpers?|tests?|cases|routes|handlers?|setup|contents?|details?|lines|section|block|switch|loop|part|stuff|things|processing|steps)';
const kept =
  '(?:unchanged|untouched|unmodified|the same|same|identical|intact|as[ -]is|as it (?:is|was)|as (?:they|it) (?:are|were)|as before|as in the original|as (?:the )?original|like before|omitted|elided|skipped|snipped|truncated|not shown|not changed|here)';
const being =
  '(?:is|are|was|were|stays?|remains?|goes|go|continues?|follows?|kept|left|would (?:be|go|stay|remain)|will (?:be|go|stay|remain)|can stay|should (?:be|go|stay|remain))';
const left =
  '(?:rest|remaining|remainder|existing|other|previous|prior|original|current|old|same|unchanged|additional|more|further|similar)';
const verb =
  '(?:keep|leave|retain|preserve|copy|insert|paste|add|put|write|place|include|see|same|use|your|all|everything|and|the|with|no|nothing|any)';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** Whole comments that stand in for code, without dots. */
const phrases = [
  // the rest of the code is unchanged, rest of the method as before
  whole(
    `(?:the |and the |and |with the )?(?:rest|remainder)(?: of)?(?: (?:the|this|that|your|our|its))?(?: \\w+){0,2}? ?(?:${part})?(?: (?:${being}))?(?: (?:exactly|completely|all|entirely))?(?: (?:${kept}).*)`,
  ),
  whole(`(?:the |and the |and )?(?:rest|remainder) of (?:the|this|your) (?:\\w+ ){0,2}?${part}`),
  // existing code, other methods remain unchanged, same logic as before
  whole(
    `(?:the |your |all |all the )?(?:existing|unchanged|original|previous|prior) (?:\\w+ ){0,2}?${part}(?: (?:and|or) \\w+)?(?: (?:goes )?here| above| below)?`,
  ),
  whole(
    `(?:the |your |all |all the |and )?${left} (?:\\w+ ){0,3}?(?:${being} )?(?:exactly |all )?${kept}(?: (?:for|from|in|as|below|above|here|since)\\b.{0,40})?`,
  ),
  whole(
    `(?:the |your )?same (?:\\w+ ){0,2}?(?:as|like) (?:before|previously|(?:in )?the (?:original|previous|existing)(?: \\w+){0,2})`,
  ),
  whole(
    `(?:\\w+ ){0,6}?(?:${left} (?:\\w+ ){0,2}?)?${part} (?:remain|stay)s? (?:exactly )?(?:the same|same|unchanged|as is|as before)`,
  ),
  // unchanged, code omitted for brevity, everything else stays the same, no changes here
  whole(
    `(?:(?:\\w+ ){0,3}?(?:${part}|everything(?: else)?|all|nothing) )?(?:${being} )?(?:unchanged|omitted|elided|snipped|snip|truncated|not shown)(?: (?:from|for|here|below|above|since|in|as|due)\\b.{0,40})?`,
  ),
  whole(
    `(?:everything|all|nothing|the logic|the body|${part})(?: else)?(?: \\w+){0,2} (?:${being} )?(?:exactly )?(?:the same|same|as is|as before|unchanged|as it was)`,
  ),
  whole(
    `no (?:other )?changes(?: (?:here|below|above|from here|needed here))?|nothing (?:else )?changes?(?: here)?|not changed|etc(?: etc)*|and so (?:on|forth)(?: for .{0,30})?|continues? (?:as|unchanged|here|below)(?: before)?`,
  ),
  // keep the rest of the code, leave the remaining cases as they are
  whole(
    `(?:keep|leave|retain|preserve|copy|insert|paste|include)(?: \\w+){0,3}? ${left}(?: \\w+){0,3}? ${part}(?: (?:${kept}|below|above))*`,
  ),
  whole(`(?:keep|leave|retain) (?:everything(?: else)?|all|the rest)(?: \\w+){0,2} ${kept}`),
  // same, as before
  whole(`same|ditto|idem|(?:${kept})`),
  // your code here, implementation goes here
  whole(
    `(?:todo:? )?(?:${verb} )*(?:your |the |actual |real |own |rest of )*(?:\\w+ )?(?:code|logic|implementation|body|statements) (?:goes |belongs |comes |would go )?here`,
  ),
];

/** Phrases that show an elision anywhere in a comment. */
const elisionPhrase =
  /\b(?:omitted|elided|shortened|abbreviated|truncated|skipped|left out|not shown) (?:for|to save|due to) (?:the sake of )?(?:brevity|clarity|readability|conciseness|simplicity|space|length)/;

/** Words that show that a comment in the place of code stands in for it. */
const elisionWords =
  /\.\.\.|…|\b(?:rest|remain(?:s|ing|der)?|existing|unchanged|unmodified|untouched|omit(?:ted)?|elided|truncated|snip(?:ped)?|(?:same|as) (?:before|above|usual)|etc|and so on|brevity|left out|keep (?:this|it) short|implementation|goes here|continue[sd]?)\b/i;

/** The same in other languages, and signs that mean it. */
const elisionWordsElsewhere =
  /其余|剩余|保持不变|不变|省略|同上|现有代码|原有|残り|変更なし|省略|既存|そのまま|나머지|생략|기존|변경 없음|остальн|без изменений|существующ|опущен|решта|без змін|(?<!\p{L})(?:restlich|bisherig|bestehend|übrig|unverändert|bleibt gleich|wie bisher|wie zuvor|ausgelassen|weggelassen|reste (?:du|de|inchang)|inchangé|le reste|code existant|resto|sin cambios|sin modific|igual que|código existente|sem altera|inalterad|mantém|restante|codice esistente|rimane|invariat|onveranderd|ongewijzigd|bestaande|pozostał|bez zmian|reszta|geri kalan|değişmedi|mevcut kod|oförändrad|zbytek|beze změn)/iu;

/** What only code has: comments about data do not speak of it. */
const codeWords =
  /(?<!\p{L})(?:code|methods?|functions?|implementations?|logic|imports?|class(?:es)?|components?|scripts?|modules?|templates?|markup|html|jsx|routes|handlers?|tests|helpers?|definitions?|declarations?|statements?|constructors?|pages?|documents?|sections?|files?|body|everything)(?!\p{L})|代码|方法|函数|コード|メソッド|関数|코드|메서드|함수|код|метод|функци|methoden|funktion|felder|méthode|fonction|código|método|función|função|codice|metodo|funzione/iu;

/** Whether a comment in the place of code stands in for it, whatever else came with it. */
export function speaksOfCode(comment: string): boolean {
  return codeWords.test(comment) && namesElision(comment);
}

/** Whether a comment has a word or a sign that things are left out. */
export function namesElision(comment: string): boolean {
  return elisionWords.test(comment) || elisionWordsElsewhere.test(comment);
}

/** Whether dots stand where something was left out: at the start, or on both sides. */
export function startsWithDots(comment: string): boolean {
  return /^[^\p{L}\p{N}]*(?:\.\.\.|…)/u.test(comment);
}

/** Words that continue a sentence of the comment above. */
const goesOn = /^(?:but|then|which|so|because|unless|otherwise|if|until|while|since|to|in|or)\b/;

/** A comment about left-out code is short. Chosen by judgement. */
const mostWords = 25;

/** Where a comment stands: on its own line, among other comment lines, or beside code. */
export type CommentPlace = 'alone' | 'inParagraph' | 'besideCode';

/** Whether a comment says that code was left out. The limits on its words are by judgement. */
export function isElision(comment: string, place: CommentPlace): boolean {
  const text = comment.trim().toLowerCase();
  const bare = text
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/[()[\]{}<>"'`*:;,!–—-]+|\.{2,}|…/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const leadingDots = /^[^\p{L}\p{N}]*(?:\.\.\.|…)/u.test(text);
  const trailingDots = /(?:\.\.\.|…)[^\p{L}\p{N}]*$/u.test(text);
  const words = bare === '' ? 0 : bare.split(' ').length;
  if (words > mostWords) return false;
  if (place === 'besideCode') return elisionPhrase.test(bare);
  if (words === 0) return leadingDots && place === 'alone';
  if (leadingDots && trailingDots) return words <= 12;
  if (leadingDots) return words <= 12 && !goesOn.test(bare) && elisionWords.test(bare);
  if (place === 'inParagraph') return false;
  if (elisionPhrase.test(bare) || phrases.some((phrase) => phrase.test(bare))) return true;
  if (!trailingDots || words > 8) return false;
  return new RegExp(`^(?:the |your |all |and )*${left}\\b`).test(bare);
}
