/**
 * The settings of all categories that a manifest contributes, by key.
 * @param {{ contributes: { configuration: { properties: Record<string, any> }[] } }} manifest
 * @returns {Record<string, any>}
 */
export function settingsIn({ contributes }) {
  return Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));
}
