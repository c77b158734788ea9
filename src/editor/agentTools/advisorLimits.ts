import {
  type AdvisorLimits,
  advisorSetting,
  parseAdvisor,
} from '../../routing/budgets/parseAdvisor.ts';
import { placeOf, writtenSetting } from '../platform/setting.ts';
import type { Services } from '../services.ts';

/** The limits of questions to a stronger tier, and what is wrong with the setting. */
export async function limitsNow({ situation }: Pick<Services, 'situation'>): Promise<{
  readonly limits: AdvisorLimits;
  readonly fault?: string;
}> {
  const { tiers } = await situation.policy();
  const names = tiers.map(({ name }) => name);
  const { limits, problems } = parseAdvisor(writtenSetting(advisorSetting), names);
  const [problem] = problems;
  return { limits, ...(problem && { fault: placeOf(advisorSetting, problem) }) };
}
