/** `fixFailingTest` as people read it: `Fix failing test`. */
export function workflowName(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ').replaceAll(/([a-z\d])([A-Z])/g, '$1 $2');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
