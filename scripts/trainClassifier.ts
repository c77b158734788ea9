// node scripts/trainClassifier.ts [date]: makes the classifier's weights from training/prompts.jsonl.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossValidate } from '../training/crossValidate.ts';
import { hashOfPrompts, ownPromptsPath, readLabelledPrompts } from '../training/labelledPrompts.ts';
import { fitTemperature } from '../training/temperature.ts';
import { train } from '../training/train.ts';
import { shippedWeightsOf, weightsOf } from '../training/weightsOf.ts';
import { main } from './main.mjs';
import { root } from './tools.mjs';

main(async () => {
  const [date = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
  const prompts = readLabelledPrompts(ownPromptsPath);
  const temperature = fitTemperature(crossValidate(prompts));
  const shipped = shippedWeightsOf(weightsOf(train(prompts), temperature), {
    date,
    prompts: prompts.length,
    promptsHash: hashOfPrompts(prompts),
  });
  const path = join(root, 'src', 'routing', 'shippedClassifier.json');
  const text = `${JSON.stringify(shipped, undefined, 2)}\n`;
  writeFileSync(path, text);
  console.log(
    `${prompts.length} prompts, temperature ${temperature}, ${text.length} bytes: ${path}`,
  );
});
