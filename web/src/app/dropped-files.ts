/**
 * All files that were dropped, those within folders with their path, as a button for a folder gives
 * them. To be called while the drop is handled: what was dropped is out of reach afterwards.
 */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (isFolder(entry)) return (await Promise.all((await entriesOf(entry)).map(filesIn))).flat();
  const file = await fileOf(entry as FileSystemFileEntry);
  const path = entry.fullPath.replace(/^\//, '');
  if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path });
  return [file];
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** An empty file, of use to no one, in place of one that cannot be read. */
const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((take) => entry.file(take, () => take(new File([], entry.name))));

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // the next ones, a hundred at most; none behind the last or when the folder cannot be read
    const some = await new Promise<FileSystemEntry[]>((take) =>
      reader.readEntries(take, () => take([])),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
