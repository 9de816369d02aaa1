// Just enough of the ZIP format to look into a VSIX without a package or a program for it.
import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  /** The permissions it is unpacked with, as Unix writes them; 0 when it was packed elsewhere. */
  readonly mode: number;
  readonly compressed: boolean;
  readonly compressedSize: number;
  readonly offset: number;
}

const endRecord = 0x06054b50;
const localHeaderSize = 30;

/** The entries of a ZIP file's central directory. */
export function entriesOf(path: string): ZipEntry[] {
  const zip = readFileSync(path);
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== endRecord) {
    end -= 1;
  }
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  for (let at = zip.readUInt32LE(end + 16); entries.length < count;) {
    const nameLength = zip.readUInt16LE(at + 28);
    const extras = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    entries.push({
      name: zip.toString("utf8", at + 46, at + 46 + nameLength),
      mode: (zip.readUInt32LE(at + 38) >>> 16) & 0o777,
      compressed: zip.readUInt16LE(at + 10) !== 0,
      compressedSize: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extras;
  }
  return entries;
}

/** The content of an entry, written to `target` too when one is given, with the entry's permissions. */
export function unpack(path: string, entry: ZipEntry, target?: string): Buffer {
  const file = openSync(path, "r");
  const header = Buffer.alloc(localHeaderSize);
  readSync(file, header, 0, localHeaderSize, entry.offset);
  const start = entry.offset + localHeaderSize + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = Buffer.alloc(entry.compressedSize);
  readSync(file, packed, 0, packed.length, start);
  closeSync(file);
  const content = entry.compressed ? inflateRawSync(packed) : packed;
  if (target !== undefined) {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content, { mode: entry.mode });
  }
  return content;
}
