import type { Answered, Called, Earlier, Said } from './talk.ts';

/*
 * What was said, in one form for all wires, so that what a server got can be held against it.
 *
 * Differences that a wire itself makes, and no others, are evened out here:
 * - neighbours of one role are one, with whatever line breaks between them;
 * - blank texts are left out, and a blank result says so, because servers refuse both;
 * - a result that is missing is made up, because every server refuses a call without one;
 * - the system comes first; the name of a speaker is left out, because only one API has a field for it;
 * - an answer's text comes before its calls (where its order matters to its maker, state is checked exactly);
 * - halves of surrogate pairs are U+FFFD, because servers refuse the whole body for one;
 * - ids of calls are others where a server takes only some; a result belongs to its call all the same;
 * - Chat Completions shows images of results right after all results.
 */

export type Shown = string | { readonly image: string };
export type Heard =
  | { readonly role: 'user'; readonly shown: readonly Shown[] }
  | { readonly role: 'assistant'; readonly text: string }
  | {
      readonly role: 'call';
      readonly name: string;
      readonly input: string;
      readonly result: readonly Shown[];
    };

/** Sentences that Tierwise adds where a server wants one. */
const added = new Set([
  'Go on.',
  '(The beginning of the conversation is not shown.)',
  '(shown in the next message)',
]);
const noOutput = '(no output)';
const notRun = 'There is no result: the tool was not run.';

/** Joins what one role says, and leaves out what says nothing. */
export function merged(all: readonly Heard[]): Heard[] {
  const found: Heard[] = [];
  for (const each of all) {
    const last = found.at(-1);
    if (each.role === 'user' && last?.role === 'user') {
      found[found.length - 1] = { role: 'user', shown: evened([...last.shown, ...each.shown]) };
    } else if (each.role === 'assistant' && last?.role === 'assistant') {
      found[found.length - 1] = { role: 'assistant', text: last.text + bare(each.text) };
    } else if (each.role === 'user') {
      const shown = evened(each.shown);
      if (shown.length > 0) found.push({ role: 'user', shown });
    } else if (each.role === 'assistant') {
      if (each.text.trim() !== '') found.push({ role: 'assistant', text: bare(each.text) });
    } else found.push({ ...each, result: evened(each.result) });
  }
  return found;
}

function bare(text: string): string {
  return text.toWellFormed().replaceAll(/\s/g, '');
}

function evened(all: readonly Shown[]): Shown[] {
  const shown: Shown[] = [];
  for (const each of all) {
    const last = shown.at(-1);
    if (typeof each !== 'string') shown.push(each);
    else if (each.trim() === '' || added.has(each)) continue;
    else {
      const text = each.toWellFormed().replaceAll('\n', '');
      if (typeof last === 'string') shown[shown.length - 1] = last + text;
      else shown.push(text);
    }
  }
  return shown;
}

/** The same for the same value, whatever the order of its keys. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') return inner.toWellFormed();
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  });
}

/** The texts and images of a message. */
export function shownIn(said: readonly Said[]): Shown[] {
  const shown: Shown[] = [];
  for (const piece of said) {
    const last = shown.at(-1);
    const now = shownOf(piece);
    if (typeof now === 'string' && typeof last === 'string') shown[shown.length - 1] = last + now;
    else if (now !== undefined) shown.push(now);
  }
  return shown;
}

function shownOf(piece: Said): Shown | undefined {
  switch (piece.kind) {
    case 'text':
    case 'data':
      return piece.text;
    case 'prompt':
      return `\n${piece.text}`;
    case 'json':
      return JSON.stringify(piece.value);
    case 'image':
      return { image: Buffer.from(piece.bytes).toString('base64') };
    default:
      return undefined;
  }
}

function callHeard({ name, input, result }: Called): Heard {
  const shown = result && evened(shownIn(result));
  const said = shown?.length === 0 ? [noOutput] : (shown ?? [notRun]);
  return { role: 'call', name, input: sortedJson(input), result: said };
}

export function earlierHeard(message: Earlier): Heard[] {
  switch (message.by) {
    case 'system':
      return [];
    case 'user':
      return [{ role: 'user', shown: shownIn(message.said) }];
    case 'lost': {
      const [first, ...rest] = shownIn(message.said);
      if (first === undefined || evened([first, ...rest]).length === 0) return [];
      const words = 'Result of an earlier tool call:\n';
      const shown = typeof first === 'string' ? [words + first] : [words, first];
      return [{ role: 'user', shown: [...shown, ...rest] }];
    }
    case 'assistant': {
      const shown = shownIn(message.said);
      const text = shown.filter((each) => typeof each === 'string').join('');
      // No server takes an image in an answer, so a user shows it.
      const images = shown.filter((each) => typeof each !== 'string');
      return [
        { role: 'assistant', text },
        ...message.calls.map(callHeard),
        { role: 'user', shown: images },
      ];
    }
  }
}

export function answerHeard(answer: readonly Answered[]): Heard[] {
  const text = answer.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  const calls = answer.flatMap((piece) => (piece.kind === 'call' ? [callHeard(piece.called)] : []));
  return [{ role: 'assistant', text }, ...calls];
}

/** On Chat Completions a result's images come after its text. */
export function imagesLast(all: readonly Heard[]): Heard[] {
  return all.map((each) => {
    if (each.role !== 'call') return each;
    const isText = (shown: Shown) => typeof shown === 'string';
    const images = each.result.filter((shown) => !isText(shown));
    if (images.length === 0) return each;
    const text = bare(each.result.filter(isText).join(''));
    return { ...each, result: [...(text === '' ? [] : [text]), ...images] };
  });
}
