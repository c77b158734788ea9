import { titleButton, type PracticeVscode } from '../../test/support/practiceVscode.ts';
import type { Hands } from './hands.ts';

interface World {
  readonly hands: Hands;
  readonly window: PracticeVscode;
}

type Story = (world: World) => Promise<void>;

/** In an order in which each command finds what it needs; it all happens in one window. */
export const stories: readonly Story[] = [
  firstSteps,
  settings,
  tasks,
  answers,
  knowledge,
  money,
  workflows,
  evaluations,
  practice,
];

async function firstSteps({ hands }: World): Promise<void> {
  for (const title of ['Get Started', 'Show What Is Ready', 'Open Guide', 'Show Log'])
    await hands.run(title);
}

async function settings({ hands }: World): Promise<void> {
  for (const title of ['Add Provider…', 'Set API Key…', 'Remove API Key…', 'Set Secret Header…'])
    await hands.run(title);
  await hands.run('Set Header for the Export of Spend…');
  await hands.run('Pick Tier…', () => hands.answer('auto'));
  for (let tier = 0; tier < 4; tier += 1) await hands.run('Next Tier');
  await hands.run('Pin Tier to Task Type…');
  for (const title of ['Explain My Routing', 'Open Policy File', 'Forget Allowed Commands'])
    await hands.run(title);
}

async function tasks({ hands, window }: World): Promise<void> {
  const shipping = () => hands.select('src/shipping.ts', [12, 41]);
  await shipping();
  await hands.run('What Would Happen?');
  for (const title of ['Generate Boilerplate', 'Refactor', 'Document', 'Write Tests', 'Debug']) {
    await shipping();
    await hands.run(title, () => whole(window));
  }
  await hands.select('src/cart.ts', [37, 43]);
  await hands.run('Implement…', async () => {
    await hands.fill('What should this code do?', 'merge equal books');
    await whole(window);
  });
  await shipping();
  await hands.run('Explain', () => hands.sees('Explain shipping.ts'));
  await shipping();
  await hands.run('Ask…', async () => {
    await hands.fill('', 'What does this cost for Austria?');
    await hands.sees('shipping.ts ·');
  });
  await shipping();
  await hands.run('Escalate to Reasoning Model', () => hands.sees('reasoning (practice Large)'));
  await hands.select('src/orders.ts', [23, 46]);
  await hands.run('Review', () => window.page.locator('.review-comment').first().waitFor());
  await hands.run('Clear Review Comments', () =>
    window.page.locator('.review-comment').first().waitFor({ state: 'detached' }),
  );
}

async function answers({ hands, window }: World): Promise<void> {
  const refactor = async () => {
    await hands.select('src/shipping.ts', [12, 41]);
    await hands.run('Refactor', () => whole(window));
  };
  await refactor();
  await hands.run('Escalate One Tier', () => whole(window));
  await hands.run('Reject Answer');
  await refactor();
  await hands.run('Accept Answer');
  await hands.press('ControlOrMeta+s');
  await hands.run('Show Answers…', async () => {
    await hands.answer('', 'Refactor');
    await hands.sees('Refactor shipping.ts');
  });
  await hands.select('src/cart.ts', [1, 5]);
  window.practice.addFaults({ kind: 'hang' });
  await hands.run('Explain');
  await hands.run('Cancel Running Tasks');
}

async function knowledge({ hands }: World): Promise<void> {
  for (const title of ['Show Last Decision', 'Correct Task Type…', 'Show Evidence'])
    await hands.run(title);
  for (const title of ['Reset Evidence…', 'Show Experiments', 'Replay Past Work with This Policy…'])
    await hands.run(title);
}

async function money({ hands }: World): Promise<void> {
  for (const title of [
    'Open Cost Panel in Editor',
    'Export Spend…',
    'Delete History…',
    'New Session',
  ])
    await hands.run(title);
}

async function workflows({ hands, window }: World): Promise<void> {
  await hands.run('Run Workflow…', async () => {
    await hands.answer('Scaffold endpoints');
    await hands.fill('Which resource', 'novel');
    await hands.fill('Which fields', 'title: text of 1 to 80 letters');
    await hands.sees('(3 of 4)');
    await hands.answer('src/cart.ts', 'cart.ts');
    await hands.fill('Into which folder?', 'src');
    await hands.sees('3 changes to accept');
  });
  await hands.run('Accept All Changes');
  for (const title of ['Show Trace', 'Open Definition', 'Move Step to Another Tier…'])
    await hands.run(title);
  for (const title of [
    'Compare Tiers on This Step…',
    'What Would It Have Cost…',
    'Copy Shipped Workflow into the Repository',
  ])
    await hands.run(title);
  window.practice.addFaults({ kind: 'hang' });
  await hands.run('Run Workflow…', async () => {
    await hands.answer('Support triage');
    await hands.fill(
      'the customer write?',
      'My order is B-1001. It has not arrived. Regards, Ada Moor',
    );
    await hands.sees('Run: Support triage');
  });
  await hands.run('Cancel Run');
  await hands.run('Resume Run');
}

async function evaluations({ hands }: World): Promise<void> {
  for (const title of [
    'New Evaluation…',
    'Import promptfoo File…',
    'Evaluate…',
    'Check the Model in Use…',
  ])
    await hands.run(title);
  for (const title of [
    'Show Evaluation Report…',
    'Add to Evaluation…',
    'Collect the Next 50…',
    'Stop Collecting',
  ])
    await hands.run(title);
  for (const title of ['Review Collected…', 'Delete Collected…']) await hands.run(title);
}

async function practice({ hands }: World): Promise<void> {
  await hands.run('Try with Practice Models', () => hands.sees('Practice models are running'));
  await hands.run('Stop Practice');
}

/** Waits until the active diff has its whole answer, or a message says why there is none. */
async function whole({ page }: PracticeVscode): Promise<void> {
  const message = page.locator('.notification-toast', { hasText: 'there is nothing to accept' });
  await titleButton(page, 'Accept Answer').or(message).first().waitFor();
}
