// Pictures that are not yet enough to learn from, and so are in no document: kept by the browser.

const key = 'lushan.images';

export function draftOfImages(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return ''; // a browser that keeps nothing
  }
}

export function keepDraftOfImages(text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // no room, or a browser that keeps nothing: the document holds them as soon as they are enough
  }
}
