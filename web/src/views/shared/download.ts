/** Hands a text, or a file that was made, to the browser to be kept. */
export function download(name: string, content: string | Blob, type = 'text/csv'): void {
  const url = URL.createObjectURL(
    content instanceof Blob ? content : new Blob([content], { type }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
