/** The same function, called once for each different remark. */
export function onceEach(note: ((remark: string) => void) | undefined): (remark: string) => void {
  const made = new Set<string>();
  return (remark) => {
    if (made.has(remark)) return;
    made.add(remark);
    note?.(remark);
  };
}
