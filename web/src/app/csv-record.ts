// One record of a CSV text: names of columns, as the engine's csv_record reads them.

export function writeRecord(names: string[]): string {
  return names
    .map((name) => (/[",\r\n]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name))
    .join(',');
}

export function readRecord(text: string): string[] {
  const names: string[] = [];
  const cell = /\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) break;
    names.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2].trim());
  }
  return names;
}
