/**
 * An amount as people write it, with a decimal point or comma: `5`, `7.5`, `0,05`. Undefined for what is rather a
 * slip (`1e2`, `0x10`), and for what may be a thousand (`1,000`).
 */
export function amountIn(text: string): number | undefined {
  const [, whole, mark, decimals = ''] = /^\s*(\d{1,9})(?:([.,])(\d{1,9}))?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const mayBeThousands = mark === ',' && decimals.length === 3 && Number(whole) > 0;
  return mayBeThousands ? undefined : Number(`${whole}.${decimals}`);
}
