import { isMap, isSeq, parseDocument } from 'yaml';

/** A person's word on one answer. */
export interface GivenLabel {
  readonly fixture: string;
  readonly label: 'good' | 'bad';
  readonly answer: string;
}

/**
 * The text of a file of labels with one more, or with another word on an answer that it has already. Other
 * lines keep their words and comments. Throws an error for people when the file has no list of answers.
 */
export function withLabel(written: string, { fixture, label, answer }: GivenLabel): string {
  const document = parseDocument(written.trim() === '' ? 'version: 1\nanswers: []\n' : written);
  const answers = document.get('answers');
  if (document.errors.length > 0 || !isSeq(answers)) {
    throw new Error('The file of labels has no list of `answers`. Correct it first.');
  }
  answers.flow = false;
  const same = answers.items.find(
    (item) => isMap(item) && item.get('fixture') === fixture && item.get('answer') === answer,
  );
  if (isMap(same)) same.set('label', label);
  else answers.add(document.createNode({ fixture, label, answer }));
  return document.toString({ lineWidth: 0 });
}
