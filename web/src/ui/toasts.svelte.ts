export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'good' | 'danger';
}

let next = 1;
let list = $state<Toast[]>([]);

/** Short messages at the edge of the page that leave by themselves. */
export const toasts = {
  get list(): readonly Toast[] {
    return list;
  },
  show(text: string, tone: Toast['tone'] = 'plain'): void {
    const toast = { id: next++, text, tone };
    list = [...list.slice(-2), toast];
    // Long enough to read: a quarter of a second for each five letters.
    setTimeout(() => toasts.dismiss(toast.id), Math.max(3500, text.length * 60));
  },
  dismiss(id: number): void {
    list = list.filter((toast) => toast.id !== id);
  },
};
