import { inflateRawSync } from 'node:zlib';

const directoryEnd = 'PK\u0005\u0006';
const entryHeaderBytes = 46;
const localHeaderBytes = 30;
const deflated = 8;

/**
 * The files in a zip archive by name, from the directory at its end.
 * @param {Buffer} zip
 * @returns {Map<string, Buffer>}
 */
export function filesInZip(zip) {
  const end = zip.lastIndexOf(directoryEnd);
  if (end < 0) throw new Error('Not a zip archive');
  const files = new Map();
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const start = entry + entryHeaderBytes;
    const nameLength = zip.readUInt16LE(entry + 28);
    files.set(zip.toString('utf8', start, start + nameLength), contentOf(zip, entry));
    entry = start + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}

/** @param {Buffer} zip @param {number} entry */
function contentOf(zip, entry) {
  const local = zip.readUInt32LE(entry + 42);
  const start =
    local + localHeaderBytes + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === deflated ? inflateRawSync(bytes) : Buffer.from(bytes);
}
