// What a painter needs to know of the page's theme. Values are CSS colours except the scheme.
export type Scheme = 'light' | 'dark';

export interface Ink {
  scheme: Scheme;
  surface: string;
  text: string;
  muted: string;
  line: string;
  accent: string;
  negative: string;
  positive: string;
}

export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Noto Sans CJK SC", ' +
  '"Microsoft YaHei", sans-serif';

export const inks: Record<Scheme, Ink> = {
  light: {
    scheme: 'light',
    surface: '#ffffff',
    text: '#1b2230',
    muted: '#5b6678',
    line: '#e1e5ec',
    accent: '#3a55c5',
    negative: '#c4590b',
    positive: '#1668b8',
  },
  dark: {
    scheme: 'dark',
    surface: '#161a21',
    text: '#e8ecf3',
    muted: '#9aa6b8',
    line: '#2c3340',
    accent: '#8ea6ff',
    negative: '#ffab63',
    positive: '#73b9ff',
  },
};
