/** A path without the name of its folder, which it begins with when the workspace has several. */
export function insideFolder(path: string, folders: readonly string[] = []): string {
  const folder = folders.find((name) => path.startsWith(`${name}/`));
  return folder === undefined ? path : path.slice(folder.length + 1);
}
