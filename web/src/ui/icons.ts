// Drawn on a 16×16 grid with a 1.5 line; `fill` marks the shapes that are solid.
export const icons = {
  play: {
    d: 'M5 3.2v9.6a.6.6 0 0 0 .92.5l7.3-4.8a.6.6 0 0 0 0-1L5.92 2.7A.6.6 0 0 0 5 3.2Z',
    fill: true,
  },
  pause: { d: 'M4.5 3h2v10h-2zM9.5 3h2v10h-2z', fill: true },
  step: { d: 'M3.5 3.5v9l6-4.5zM12.5 3.5v9', fill: false },
  reset: { d: 'M3 3v3.5h3.5M3.3 6.3A5.2 5.2 0 1 1 2.8 9', fill: false },
  history: { d: 'M2.5 3v3.5H6M2.8 6.2A5.5 5.5 0 1 1 2.5 9M8 5v3.2l2.2 1.3', fill: false },
  branch: {
    d: 'M4.5 5.5v5M4.5 2.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3M4.5 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3M11.5 4.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3M11.5 7.5c0 2.5-3 2.5-7 3',
    fill: false,
  },
  microscope: {
    d: 'm6.5 2.5 2-1 3 6-2 1zM8 8.5l1 2M3 13.5h10M11 5.5a4.2 4.2 0 0 1 .5 8M4.5 10.5h4',
    fill: false,
  },
  undo: { d: 'M5.5 2.5 2.5 5.5l3 3M2.5 5.5h6.2a4 4 0 0 1 0 8H6', fill: false },
  redo: { d: 'm10.5 2.5 3 3-3 3M13.5 5.5H7.3a4 4 0 0 0 0 8H10', fill: false },
  share: { d: 'M8 10V2.5M5 5l3-3 3 3M3 8.5v4.5h10V8.5', fill: false },
  sun: {
    d: 'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.85.85M11.75 11.75l.85.85M12.6 3.4l-.85.85M4.25 11.75l-.85.85',
    fill: false,
  },
  moon: { d: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z', fill: false },
  chevron: { d: 'm4.5 6.5 3.5 3.5 3.5-3.5', fill: false },
  plus: { d: 'M8 3.5v9M3.5 8h9', fill: false },
  minus: { d: 'M3.5 8h9', fill: false },
  close: { d: 'm4 4 8 8M12 4l-8 8', fill: false },
  more: {
    d: 'M3.5 7a1 1 0 1 0 0 2a1 1 0 0 0 0-2M8 7a1 1 0 1 0 0 2a1 1 0 0 0 0-2M12.5 7a1 1 0 1 0 0 2a1 1 0 0 0 0-2',
    fill: true,
  },
  compare: { d: 'M2.5 2.5v11h11M4.5 11c2-.4 3-6 8.5-6.5M4.5 8.5C7 8.5 8 11 13 11', fill: false },
  grip: {
    d: 'M5.5 4h.01M10.5 4h.01M5.5 8h.01M10.5 8h.01M5.5 12h.01M10.5 12h.01',
    fill: false,
  },
  left: { d: 'M9.5 4 5.5 8l4 4', fill: false },
  right: { d: 'm6.5 4 4 4-4 4', fill: false },
  enlarge: { d: 'M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9', fill: false },
  shrink: { d: 'M13 7H9V3M9 7l4.5-4.5M3 9h4v4M7 9l-4.5 4.5', fill: false },
  copy: { d: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7', fill: false },
  trash: { d: 'M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.6 9h5.8l.6-9', fill: false },
  sliders: { d: 'M2.5 5h6M12 5h1.5M10.25 3.25v3.5M2.5 11H4M7.5 11h6M5.75 9.25v3.5', fill: false },
  dice: {
    d: 'M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM5.5 5.5h.01M10.5 5.5h.01M8 8h.01M5.5 10.5h.01M10.5 10.5h.01',
    fill: false,
  },
  alert: { d: 'M8 2 1.8 13h12.4zM8 6.5v3M8 11.4v.1', fill: false },
  check: { d: 'm3.5 8.5 3 3 6-7', fill: false },
  eraser: {
    d: 'M6.5 13 2.8 9.3a1 1 0 0 1 0-1.4l5.1-5.1a1 1 0 0 1 1.4 0l3.4 3.4a1 1 0 0 1 0 1.4L7.3 13M5.3 5.5l5 5M6 13h7.5',
    fill: false,
  },
  upload: { d: 'M8 10.5V3M5 6l3-3 3 3M3 13h10', fill: false },
  presets: { d: 'M2.5 3.5h4v4h-4zM9.5 3.5h4v4h-4zM2.5 10.5h4v3h-4zM9.5 10.5h4v3h-4z', fill: false },
  help: {
    d: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M6.3 6.4a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.6-.8 1.2M8 11.2v.1',
    fill: false,
  },
  globe: {
    d: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12',
    fill: false,
  },
  fingerprint: {
    d: 'M3.2 6.2a5 5 0 0 1 9.6 0M3.2 9.6c.5-2 .3-2.6.9-3.9M13 9c0 1.4-.2 2.6-.5 3.6M5.2 12.6c.8-1.8.6-3.4.6-4.4a2.2 2.2 0 0 1 4.4 0c0 2.2-.2 3.9-.8 5.6M8 8.2c0 2.2-.2 3.8-.9 5.4',
    fill: false,
  },
  download: { d: 'M8 2.5V10M5 7l3 3 3-3M3 13h10', fill: false },
} as const;

export type IconName = keyof typeof icons;
