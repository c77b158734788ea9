import * as vscode from 'vscode';
import { pastedKey } from '../../providers/http/pastedKey.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { ProseAction } from '../answers/prosePanels.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { openDiscovery } from '../situation/door.ts';
import { describeTier, isReady } from '../statusBar/describeTier.ts';
import { unnamedLmStudio } from './lmStudio.ts';
import {
  keysOfServices,
  type OfferedKey,
  offeredKeys,
  placesOf,
  type Readiness,
} from './readiness.ts';
import { offerLabel, readyPage, readyStatus } from './readyPage.ts';
import { say } from '../platform/say.ts';

/*
 * First run: what a developer sees who has just installed Tierwise.
 *
 * In come the settings, the keys, and what servers on this machine answer. Out come a page that says what is
 * ready and what to do next. It looks only when the developer asks it to, and takes no key without a question.
 */

type Parts = Pick<Services, 'providers' | 'situation' | 'keys' | 'prose' | 'report'>;

/** Looks at what is ready, and shows it with the next steps as buttons. */
export async function showReady(parts: Parts): Promise<void> {
  const readiness = await findReady(parts);
  parts.prose.show({
    id: 'ready',
    title: say('Tierwise: What Is Ready'),
    status: () => readyStatus(readiness),
    markdown: () => readyPage(readiness),
    running: () => false,
    actions: () => actionsFor(readiness, parts),
  });
}

async function findReady({ providers, situation: source }: Parts): Promise<Readiness> {
  const [situation, configs] = await Promise.all([source.withoutBudgets(), providers.all()]);
  const { policy, providers: facts } = situation;
  const models = await modelsOfLmStudio(configs);
  return {
    tiers: policy.tiers.map((tier) => ({
      name: tier.name,
      isReady: isReady(tier, situation),
      words: describeTier(tier, situation),
    })),
    places: placesOf(configs, facts),
    offered: offeredKeys(configs, facts, isSet),
    services: keysOfServices(configs, isSet),
    ...(models && { lmStudio: models }),
  };
}

/** Whether a variable is there; its value is not looked at. */
function isSet(variable: string): boolean {
  return variable in process.env;
}

async function modelsOfLmStudio(configs: readonly ProviderConfig[]) {
  const lmStudio = unnamedLmStudio(configs);
  if (!lmStudio) return undefined;
  const { discoverModels } = await openDiscovery();
  const found = await discoverModels(lmStudio);
  return found.state === 'ready' ? [...(found.models ?? [])] : undefined;
}

function actionsFor({ tiers, offered }: Readiness, parts: Parts): ProseAction[] {
  const again = () => void showReady(parts).catch(parts.report.show);
  return [
    ...offered.map((offer) => ({
      label: offerLabel(offer),
      run: () => void takeKey(offer, parts).catch(parts.report.show),
    })),
    commandAction(say('Add Provider…'), 'tierwise.addProvider'),
    commandAction(say('Try with Practice Models'), 'tierwise.startPractice'),
    { label: say('Look Again'), run: again },
    ...(tiers.some((tier) => tier.isReady)
      ? [commandAction(say('Pick Tier…'), 'tierwise.pickTier')]
      : []),
  ];
}

function commandAction(label: string, command: CommandId): ProseAction {
  return { label, run: () => void vscode.commands.executeCommand(command) };
}

/** Asks whether a key of the environment is to be used, and only then reads it. */
async function takeKey(offer: OfferedKey, parts: Parts): Promise<void> {
  const { variable, provider, name, baseUrl } = offer;
  const yes = vscode.l10n.t('Use This Key');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Use the key in {0} for {1}?', variable, name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Tierwise copies it into VS Code’s secret storage and sends it to {0} only. Tierwise: Remove API Key… takes it out again.',
        new URL(baseUrl).origin,
      ),
    },
    yes,
  );
  if (chosen !== yes) return;
  const key = pastedKey(process.env[variable] ?? '');
  if (!key)
    throw new HumanError(vscode.l10n.t('{0} is empty. Set a key yourself instead.', variable), [
      { label: vscode.l10n.t('Set API Key'), command: 'tierwise.setApiKey', argument: provider },
    ]);
  await parts.keys.set(provider, baseUrl, key);
  await showReady(parts);
}
