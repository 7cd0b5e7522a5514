import type { Message } from './message';

export type Level = 'info' | 'warning' | 'error';

/** Something to be told: in the reader's language, or in the engine's own sentence. */
export interface Notice {
  id: number;
  level: Level;
  messages: Message[];
  sentence?: string;
}

/** What the page has to say that belongs to no single control; each stays until it is dismissed. */
export class NoticeStore {
  list = $state.raw<Notice[]>([]);
  #next = 1;

  add(level: Level, messages: Message[], sentence?: string): void {
    const same = (notice: Notice) =>
      notice.sentence === sentence && JSON.stringify(notice.messages) === JSON.stringify(messages);
    const notice: Notice = { id: this.#next++, level, messages, sentence };
    this.list = [...this.list.filter((other) => !same(other)), notice];
  }

  /** Takes back what begins with one of these: it was about an attempt that another one has followed. */
  retract(...keys: Message['key'][]): void {
    this.list = this.list.filter(({ messages: [first] }) => !first || !keys.includes(first.key));
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

export const notices = new NoticeStore();
