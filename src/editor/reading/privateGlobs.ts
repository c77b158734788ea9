import { readGlobList } from '../../execution/safety/globList.ts';
import { userSetting } from '../platform/setting.ts';

/** The globs of the `tierwise.privateFiles` setting; what is not a text is left out. */
export function privateGlobs(): readonly string[] {
  return readGlobList(userSetting('tierwise.privateFiles')).globs;
}

/** Whether a model's tools may read files that git ignores. */
export function readsIgnoredFiles(): boolean {
  return userSetting('tierwise.readIgnoredFiles') === true;
}
