import { userSetting } from '../platform/setting.ts';

/** The globs of the `tierwise.privateFiles` setting; what is not a text is left out. */
export function privateGlobs(): readonly string[] {
  const written = userSetting('tierwise.privateFiles');
  if (!Array.isArray(written)) return [];
  return written.filter((each): each is string => typeof each === 'string' && each !== '');
}

/** Whether a model's tools may read files that git ignores. */
export function readsIgnoredFiles(): boolean {
  return userSetting('tierwise.readIgnoredFiles') === true;
}
