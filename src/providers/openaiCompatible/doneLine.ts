const doneLine = /(?:^|[\r\n])data: ?\[DONE\][\r\n]/;

/** Whether an answer ended with `data: [DONE]`, by its last bytes. The SDK ends there and does not tell. */
export function endsWithDone(tail: Uint8Array): boolean {
  // One character a byte is enough to find the line.
  return doneLine.test(new TextDecoder('latin1').decode(tail));
}
