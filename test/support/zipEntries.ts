const directoryEnd = 'PK\u0005\u0006';
const entryHeaderBytes = 46;

/** The names of the files in a zip archive, from the directory at its end. */
export function zipEntries(zip: Buffer): string[] {
  const end = zip.lastIndexOf(directoryEnd);
  if (end < 0) throw new Error('Not a zip archive');
  const names: string[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((at) =>
      zip.readUInt16LE(entry + at),
    );
    const start = entry + entryHeaderBytes;
    names.push(zip.toString('utf8', start, start + name));
    entry = start + name + extra + comment;
  }
  return names;
}
