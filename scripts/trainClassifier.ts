// node scripts/trainClassifier.ts [date]: makes the classifier's weights from training/prompts.jsonl and from the
// real prompts of TIERWISE_LABELLED_PROMPTS, which stay outside the repository.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  annotatedPath,
  ownPromptsPath,
  readAnnotatedPrompts,
  readLabelledPrompts,
} from '../training/labelledPrompts.ts';
import { trainShipped } from '../training/trainShipped.ts';
import { main } from './main.mjs';
import { root } from './tools.mjs';

main(async () => {
  const [date = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
  const own = readLabelledPrompts(ownPromptsPath);
  const others = annotatedPath === undefined ? [] : readAnnotatedPrompts(annotatedPath).agreed;
  if (others.length === 0) {
    console.warn('TIERWISE_LABELLED_PROMPTS names no file: these weights know no real prompts.');
  }
  const shipped = await trainShipped({ own, others }, date);
  const path = join(root, 'src', 'routing', 'classify', 'shippedClassifier.json');
  const text = `${JSON.stringify(shipped, undefined, 2)}\n`;
  writeFileSync(path, text);
  console.log(
    `${own.length} own and ${others.length} real prompts, temperature ${shipped.temperature}, ` +
      `${text.length} bytes: ${path}`,
  );
});
