/**
 * The user's own tiers with practice models in them: the cheapest has the smallest, the strongest the largest. So
 * rules and picks that name a tier hold while the user practises.
 *
 * @param names the user's tiers, from the cheapest to the strongest
 * @param practice the models of the practice tiers, from the cheapest to the strongest
 */
export function practiceTiers(
  names: readonly string[],
  practice: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const models = Object.values(practice);
  const last = models.length - 1;
  const placeOf = (at: number) => (at === names.length - 1 ? last : Math.min(at, 1));
  return Object.fromEntries(names.map((name, at) => [name, models[placeOf(at)] ?? []]));
}
