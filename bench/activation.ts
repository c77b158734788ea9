import { startVscode, type Vscode } from '../test/support/vscode.ts';
import type { Figures } from './run.ts';

const loads = 5;

/** Measures what Tierwise adds to the start of the extension host: importing its code and `activate`. */
export async function run(): Promise<Figures> {
  const vscode = await startVscode();
  try {
    const times: ActivationTimes[] = [];
    for (let load = 0; load < loads; load++) {
      if (load > 0) await vscode.loadAgain(() => vscode.page.reload());
      times.push(await activationTimes(vscode));
    }
    return {
      total: { value: median(times.map(({ load, activate }) => load + activate)), unit: 'ms' },
      load: { value: median(times.map(({ load }) => load)), unit: 'ms' },
      activate: { value: median(times.map(({ activate }) => activate)), unit: 'ms' },
    };
  } finally {
    await vscode.stop();
  }
}

interface ActivationTimes {
  readonly load: number;
  readonly activate: number;
}

/**
 * VS Code's own measurements. Its report is a snapshot, so it is opened repeatedly until it contains
 * Tierwise, which activates after startup.
 */
async function activationTimes(vscode: Vscode): Promise<ActivationTimes> {
  await vscode.page.locator('.statusbar-item[id^="tierwise."]').first().waitFor();
  for (let attempt = 0; attempt < 100; attempt++) {
    const row = /\| tierwise\.tierwise +\|[^|]+\| (\d+) +\| (\d+) +\|/.exec(
      await startupReport(vscode),
    );
    if (row) return { load: Number(row[1]), activate: Number(row[2]) };
  }
  throw new Error('VS Code reported no activation of Tierwise');
}

/** The text of “Developer: Startup Performance”, as far as it is known by now. */
function startupReport({ run }: Vscode): Promise<string> {
  return run(async (vscode) => {
    await vscode.commands.executeCommand('perfview.show');
    const report = vscode.window.activeTextEditor?.document.getText() ?? '';
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    return report;
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
