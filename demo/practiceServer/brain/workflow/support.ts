import { canSee, type Skill } from '../../models.ts';
import { customerIn, intentOf, isLegal, saysNotThere, wishesIn, type Wish } from './letter.ts';
import type { StepPrompt } from './stepPrompt.ts';

interface Order {
  readonly status: string;
  readonly deliveredOn?: string;
  readonly expectedOn?: string;
  readonly refunded?: string;
  readonly total: string;
}

/** Answers the steps of the support triage by rules; with more skill, more rules apply. */
export function supportStep(step: StepPrompt, skill: Skill): string | undefined {
  const fields = Object.keys(step.schema?.properties ?? {});
  const message = step.section('message');
  const asks = (...names: string[]) => names.every((name) => fields.includes(name));
  if (asks('allowed', 'why')) return JSON.stringify(compliance(step));
  if (message === undefined) return undefined;
  if (asks('intent')) return JSON.stringify({ intent: intentOf(message, skill) });
  if (asks('order', 'name')) return JSON.stringify(customerIn(message));
  if (asks('complexity', 'advice')) return JSON.stringify(triage(message, orderIn(step), skill));
  return step.schema ? undefined : letterTo(message, orderIn(step), skill);
}

function orderIn(step: StepPrompt): Order | undefined {
  try {
    return JSON.parse(step.section('order') ?? '') as Order;
  } catch {
    return undefined;
  }
}

function triage(
  message: string,
  order: Order | undefined,
  skill: Skill,
): { complexity: 'simple' | 'complex'; advice: string } {
  const found = wishesIn(message, skill);
  const reasons = [
    ...(order ? [] : ['Ask for the number of the order.']),
    ...(isLegal(message) ? ['Hand the legal part on.'] : []),
    ...(canSee(skill, 'subtle') && contradicts(message, order)
      ? ['The order says delivered, the customer says it is not there.']
      : []),
    ...(canSee(skill, 'subtle') && found.length > 1
      ? [`Answer all of it: ${found.join(', ')}.`]
      : []),
  ];
  const advice =
    reasons.length > 0 ? reasons.join(' ') : `Say what the order shows on ${found[0]}.`;
  return { complexity: reasons.length > 0 ? 'complex' : 'simple', advice };
}

function contradicts(message: string, order: Order | undefined): boolean {
  return order?.deliveredOn !== undefined && saysNotThere(message);
}

/** The small model answers only the first wish; only the large one notices what contradicts the order. */
function letterTo(message: string, order: Order | undefined, skill: Skill): string {
  const { name } = customerIn(message);
  const found = wishesIn(message, skill);
  const answered = skill === 'plain' ? found.slice(0, 1) : found;
  const deep = canSee(skill, 'deep');
  const body = order
    ? [
        ...(deep && contradicts(message, order)
          ? [
              `Our records say delivered on ${order.deliveredOn}, and you say it is not there: we are asking the carrier to look for it.`,
            ]
          : answered.map((wish) => sentenceOn(wish, order, skill))),
        ...(deep && isLegal(message)
          ? ['Our legal desk will answer the rest of your letter.']
          : []),
      ]
    : ['We cannot find your order. Please send us its number.'];
  return [`Dear ${name || 'customer'},`, ...body, 'Yours, the bookshop (practice model)'].join(
    '\n',
  );
}

function sentenceOn(wish: Wish, order: Order, skill: Skill): string {
  switch (wish) {
    case 'delivery':
      return delivery(order);
    case 'refund':
      if (order.refunded) return `${order.refunded} have been refunded to you.`;
      return skill === 'plain'
        ? `You will get ${order.total} back tomorrow.`
        : 'A colleague is checking whether it can be refunded.';
    case 'damage':
      return 'We are sorry about the damage. Please send us a photo of it.';
    case 'complaint':
      return 'We are sorry that we let you down. A colleague reads every complaint.';
    case 'question':
      return `About your order: it is ${order.status}.`;
  }
}

function delivery({ status, deliveredOn, expectedOn }: Order): string {
  if (deliveredOn) return `Your order was delivered on ${deliveredOn}.`;
  return expectedOn
    ? `Your order is on its way, expected on ${expectedOn}.`
    : `Your order is ${status}.`;
}

/** Looks for promises of money or of a date that the order does not show. */
function compliance(step: StepPrompt): { allowed: boolean; why: string } {
  const answer = step.section('answer') ?? '';
  const order = step.section('order') ?? '';
  const date = answer.match(/\d{4}-\d\d-\d\d/g)?.find((each) => !order.includes(each));
  if (date) return { allowed: false, why: `It names ${date}, which the order does not show.` };
  if (/will get [\d.]+ \w+ back/.test(answer)) {
    return { allowed: false, why: 'It promises money that the order does not show.' };
  }
  return { allowed: true, why: 'It promises nothing beyond the order.' };
}
