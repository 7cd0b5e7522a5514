// Small pictures of the tasks for their cards: emblems, not data. Drawn in a square from -1 to 1,
// y upwards, as dots of a class or as a line.

export interface Dot {
  x: number;
  y: number;
  color: 'negative' | 'positive' | 'muted';
}
export interface Picture {
  dots: Dot[];
  /** SVG path data in the same coordinates, y downwards. */
  line?: string;
}

const spread = (n: number) => Array.from({ length: n }, (_, i) => i / n);
const circle = (n: number, radius: number, color: Dot['color'], turn = 0): Dot[] =>
  spread(n).map((t) => ({
    x: radius * Math.cos(2 * Math.PI * (t + turn)),
    y: radius * Math.sin(2 * Math.PI * (t + turn)),
    color,
  }));
// A sunflower's florets: evenly spread over a disc, and the same each time.
const disc = (n: number, radius: number, cx: number, cy: number, color: Dot['color']): Dot[] =>
  Array.from({ length: n }, (_, i) => {
    const r = radius * Math.sqrt((i + 0.5) / n);
    const angle = i * 2.39996;
    return { x: cx + r * Math.cos(angle), y: cy + r * Math.sin(angle), color };
  });
const arm = (turn: number, color: Dot['color']): Dot[] =>
  spread(13).map((t) => {
    const r = 0.12 + 0.8 * t;
    const angle = 1.35 * 2 * Math.PI * t + turn;
    return { x: r * Math.sin(angle), y: r * Math.cos(angle), color };
  });
const grid = (value: (x: number, y: number) => number): Dot[] =>
  spread(6).flatMap((i) =>
    spread(6).map((j) => {
      const x = -0.84 + 2.016 * i;
      const y = -0.84 + 2.016 * j;
      const v = value(x, y);
      return {
        x,
        y,
        color: Math.abs(v) < 0.2 ? 'muted' : v < 0 ? 'negative' : 'positive',
      } as const;
    }),
  );

export const pictures: Record<string, Picture> = {
  circle: { dots: [...circle(15, 0.85, 'negative'), ...disc(10, 0.42, 0, 0, 'positive')] },
  xor: {
    dots: [
      ...disc(7, 0.36, 0.5, 0.5, 'positive'),
      ...disc(7, 0.36, -0.5, -0.5, 'positive'),
      ...disc(7, 0.36, -0.5, 0.5, 'negative'),
      ...disc(7, 0.36, 0.5, -0.5, 'negative'),
    ],
  },
  gaussians: {
    dots: [...disc(14, 0.46, 0.46, 0.46, 'positive'), ...disc(14, 0.46, -0.46, -0.46, 'negative')],
  },
  spiral: { dots: [...arm(0, 'positive'), ...arm(Math.PI, 'negative')] },
  moons: {
    dots: [
      ...spread(11).map((t) => ({
        x: -0.28 + 0.62 * Math.cos(Math.PI * t * 1.1),
        y: -0.1 + 0.7 * Math.sin(Math.PI * t * 1.1),
        color: 'negative' as const,
      })),
      ...spread(11).map((t) => ({
        x: 0.28 - 0.62 * Math.cos(Math.PI * t * 1.1),
        y: 0.1 - 0.7 * Math.sin(Math.PI * t * 1.1),
        color: 'positive' as const,
      })),
    ],
  },
  plane: { dots: grid((x, y) => x + y) },
  multi_gaussian: {
    dots: grid(
      (x, y) =>
        Math.exp(-4 * ((x - 0.4) ** 2 + (y - 0.4) ** 2)) -
        Math.exp(-4 * ((x + 0.4) ** 2 + (y + 0.4) ** 2)),
    ),
  },
  linear: {
    line: 'M-.9 .7 L.9 -.7',
    dots: spread(9).map((t, i) => ({
      x: -0.8 + 1.8 * t,
      y: -0.62 + 1.4 * t + (i % 2 ? 0.2 : -0.17),
      color: 'positive' as const,
    })),
  },
  curve: {
    line: 'M-.9 .2 C-.6 -.9 -.35 -.9 0 0 S.6 .9 .9 -.2',
    dots: [],
  },
  mnist: {
    line: 'M-.42 -.3 C-.4 -.85 .45 -.85 .42 -.3 C.4 .1 -.3 .3 -.5 .72 L.5 .72',
    dots: [],
  },
  fashion_mnist: {
    line: 'M-.3 -.65 L-.8 -.35 L-.62 0 L-.42 -.1 V.65 H.42 V-.1 L.62 0 L.8 -.35 L.3 -.65 C.2 -.4 -.2 -.4 -.3 -.65 Z',
    dots: [],
  },
  copy: {
    line: 'M-.7 -.3 H.7 M.45 -.55 L.7 -.3 L.45 -.05 M-.7 .4 H.7 M.45 .15 L.7 .4 L.45 .65',
    dots: [],
  },
  reverse: {
    line: 'M-.7 -.3 H.7 M.45 -.55 L.7 -.3 L.45 -.05 M.7 .4 H-.7 M-.45 .15 L-.7 .4 L-.45 .65',
    dots: [],
  },
  sort: {
    line: 'M-.7 .7 V.35 M-.35 .7 V.1 M0 .7 V-.15 M.35 .7 V-.4 M.7 .7 V-.7',
    dots: [],
  },
  recall: {
    line: 'M-.6 .35 C-.5 -.7 .5 -.7 .62 .1 M.36 -.1 L.64 .14 L.8 -.2',
    dots: spread(5).map(
      (t, i) => ({ x: -0.7 + 1.75 * t, y: -0.6, color: i ? 'muted' : 'positive' }) as const,
    ),
  },
  dates: {
    line: 'M-.65 -.5 H.65 V.7 H-.65 Z M-.65 -.15 H.65 M-.3 -.75 V-.4 M.3 -.75 V-.4',
    dots: [
      { x: -0.3, y: -0.15, color: 'muted' },
      { x: 0.3, y: -0.15, color: 'positive' },
      { x: -0.3, y: -0.45, color: 'muted' },
    ],
  },
  number_words: {
    line: 'M-.8 -.15 L-.6 -.3 V.3 M-.35 0 H.1 M-.06 -.16 L.1 0 L-.06 .16 M.35 0 H.85',
    dots: [],
  },
  names: {
    line: 'M-.75 .45 L-.35 -.6 L.05 .45 M-.61 .1 H-.09 M.3 .45 V-.05 M.3 .15 C.4 -.2 .75 -.15 .75 .15 V.45',
    dots: [],
  },
  text_english: {
    line: 'M-.7 -.55 H.6 M-.7 -.2 H.75 M-.7 .15 H.45 M-.7 .5 H.1 M.35 .35 V.65',
    dots: [],
  },
  text_chinese: {
    line: 'M.6 -.65 V.6 M.2 -.65 V.6 M-.2 -.65 V.6 M-.6 -.65 V.1 M-.75 .35 H-.45',
    dots: [],
  },
  delayed_recall: {
    line: 'M-.62 .2 C-.5 .85 .5 .85 .62 .25 M.36 .4 L.64 .2 L.8 .5',
    dots: spread(7).map(
      (t, i) =>
        ({
          x: -0.78 + 1.82 * t,
          y: 0.3,
          color: i < 2 ? 'positive' : i > 4 ? 'negative' : 'muted',
        }) as const,
    ),
  },
  adding: {
    line: 'M-.8 .1 V-.3 M-.4 .1 V-.75 M0 .1 V-.15 M.4 .1 V-.5 M.8 .1 V-.6',
    dots: spread(5).map(
      (t, i) =>
        ({ x: -0.8 + 2 * t, y: -0.5, color: i === 1 || i === 3 ? 'positive' : 'muted' }) as const,
    ),
  },
  parity: {
    dots: [0, 1, 1, 0, 1, 0, 0, 1, 1].map(
      (one, i) =>
        ({
          x: -0.6 + 0.6 * (i % 3),
          y: 0.6 - 0.6 * Math.floor(i / 3),
          color: one ? 'positive' : 'muted',
        }) as const,
    ),
  },
  addition: {
    line: 'M-.75 -.05 H-.35 M-.55 -.25 V.15 M.1 -.7 H.75 M.1 -.05 H.75 M-.75 .4 H.8 M-.1 .75 H.75',
    dots: [],
  },
  modular_addition: {
    line: 'M-.1 -.62 L0 -.8 L.2 -.74 M0 -.8 A.78 .78 0 1 0 .55 -.55',
    dots: circle(9, 0.5, 'muted').map((dot, i) => (i === 2 ? { ...dot, color: 'positive' } : dot)),
  },
  dyck: {
    line: 'M-.62 -.6 C-.88 -.2 -.88 .2 -.62 .6 M-.12 -.5 H-.34 V.5 H-.12 M.12 -.5 H.34 V.5 H.12 M.62 -.6 C.88 -.2 .88 .2 .62 .6',
    dots: [],
  },
  noise: {
    dots: disc(22, 0.85, 0, 0, 'muted').map((dot, i) => ({
      ...dot,
      color: (i * 7) % 5 < 2 ? 'positive' : (i * 7) % 5 < 4 ? 'negative' : 'muted',
    })),
  },
  points: {
    line: 'M-.15 .15 L.62 -.62 M.45 -.78 L.78 -.45',
    dots: [
      { x: -0.55, y: -0.5, color: 'positive' },
      { x: -0.62, y: 0.3, color: 'negative' },
      { x: 0.1, y: -0.62, color: 'positive' },
      { x: 0.6, y: -0.2, color: 'negative' },
    ],
  },
  images: {
    line: 'M-.75 -.6 H.75 V.6 H-.75 Z M-.75 .35 L-.25 -.15 L.15 .25 L.4 0 L.75 .35',
    dots: [{ x: 0.35, y: 0.3, color: 'positive' }],
  },
  own_text: {
    line: 'M-.7 -.5 H.35 M-.7 -.1 H.1 M-.7 .3 H-.2 M.05 .6 L.75 -.35 M.58 -.5 L.86 -.2',
    dots: [],
  },
  own_pairs: {
    line: 'M-.8 -.4 H-.4 M.4 -.4 H.8 M-.8 .3 H-.4 M.4 .3 H.8 M-.2 -.4 H.2 M.06 -.54 L.2 -.4 L.06 -.26 M-.2 .3 H.2 M.06 .16 L.2 .3 L.06 .44',
    dots: [],
  },
  csv: { line: 'M-.75 -.6 H.75 V.6 H-.75 Z M-.75 -.2 H.75 M-.75 .2 H.75 M-.25 -.6 V.6', dots: [] },
};
