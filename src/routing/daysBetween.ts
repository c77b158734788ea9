const dayMs = 24 * 60 * 60 * 1000;

/** Whole days from one ISO date to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}
