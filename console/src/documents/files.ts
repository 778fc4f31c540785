/** Files out of a drop or a picker, with folders walked and their paths kept. */

export interface NamedFile {
  name: string;
  file: File;
}

/** Must be called before the drop event ends: the browser empties the transfer afterwards. */
export async function dropped(transfer: DataTransfer): Promise<NamedFile[]> {
  const items = Array.from(transfer.items, (item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files = await Promise.all(items.map((item) => (item === null ? [] : expanded(item))));
  return files.flat().filter(isWanted);
}

export function picked(list: FileList | null): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ name: file.webkitRelativePath || file.name, file })).filter(isWanted);
}

/** Leaves out what operating systems scatter about: .DS_Store, ~$lock files, Thumbs.db. */
function isWanted({ name }: NamedFile): boolean {
  return !name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$") || part === "Thumbs.db");
}

/** What was dragged from another program may be a file without a place on the disk. */
async function expanded(item: FileSystemEntry | File): Promise<NamedFile[]> {
  return item instanceof File ? [{ name: item.name, file: item }] : walked(item);
}

async function walked(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.isDirectory) return folder(entry as FileSystemDirectoryEntry);
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return [{ name: entry.fullPath.replace(/^\//, ""), file }];
}

async function folder(entry: FileSystemDirectoryEntry): Promise<NamedFile[]> {
  const reader = entry.createReader();
  const files: NamedFile[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await walked(child)));
  }
}
