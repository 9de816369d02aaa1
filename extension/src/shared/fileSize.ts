const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes in few characters: 950 B, 1.2 MB, 12 GB. */
export function fileSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const shown =
    unit === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, "");
  return `${shown} ${units[unit] ?? ""}`;
}
