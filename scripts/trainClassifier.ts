// node scripts/trainClassifier.ts [date]: makes the classifier's weights from training/prompts.jsonl.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownPromptsPath, readLabelledPrompts } from '../training/labelledPrompts.ts';
import { trainShipped } from '../training/trainShipped.ts';
import { main } from './main.mjs';
import { root } from './tools.mjs';

main(async () => {
  const [date = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
  const prompts = readLabelledPrompts(ownPromptsPath);
  const shipped = await trainShipped(prompts, date);
  const path = join(root, 'src', 'routing', 'classify', 'shippedClassifier.json');
  const text = `${JSON.stringify(shipped, undefined, 2)}\n`;
  writeFileSync(path, text);
  console.log(
    `${prompts.length} prompts, temperature ${shipped.temperature}, ${text.length} bytes: ${path}`,
  );
});
