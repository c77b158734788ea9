import { userSetting } from '../platform/setting.ts';
import type { Services } from '../services.ts';
import { openSecondOpinion, openShadowPlan, openTaskRunner } from './door.ts';
import type { TaskRunner } from './taskRunner.ts';
import { TaskTypes } from './taskTypes.ts';

/** What commands and chat need to run a task. */
export interface Tasks {
  /** Loaded for the first task. */
  readonly runner: () => Promise<TaskRunner>;
  readonly taskTypes: TaskTypes;
}

export function createTasks(services: Services): Tasks {
  let runner: TaskRunner | undefined;
  return {
    async runner() {
      const { TaskRunner } = await openTaskRunner();
      return (runner ??= new TaskRunner(services, openShadowPlan));
    },
    taskTypes: new TaskTypes(services.globalState, async (prompt, guess, about) => {
      const named = userSetting('tierwise.classifyWithModel');
      if (typeof named !== 'string' || named === '') return guess;
      const { secondOpinion } = await openSecondOpinion();
      return secondOpinion(named, { prompt, guess, about }, services);
    }),
  };
}
