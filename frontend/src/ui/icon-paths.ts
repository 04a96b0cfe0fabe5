/** One stroke path for each icon, drawn in a 24 px square. */
export const iconPaths = {
  home: 'M3 10.5 12 3.5l9 7V20a1 1 0 0 1-1 1h-5.5v-6h-5v6H4a1 1 0 0 1-1-1z',
  groups: 'M3 6.5h12v9H3zM6.5 15.5v3H18.5M18.5 18.5h2.5v-9h-6',
  bell: 'M6 16V10.5a6 6 0 0 1 12 0V16l1.5 2h-15zM10 21h4',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-3.5 3-5.2 6.5-5.2s6 1.7 6.5 5.2M16 4.8a3.5 3.5 0 0 1 0 6.5M18 15.2c2 .7 3.2 2.3 3.5 4.8',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.6-4 3.8-6 8-6s7.4 2 8 6',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20',
  'arrow-up': 'M12 20V5M6 11l6-6 6 6',
  'arrow-down': 'M12 4v11M8 11.5l4 3.5 4-3.5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  'face-plus': 'M19 9.5a8 8 0 1 1-6-5.9M9 10v.01M14 10v.01M8.5 14.2q2.7 2.6 5.5 0M19 2v5M16.5 4.5h5',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  chevron: 'M6 9l6 6 6-6',
  screen: 'M3 5h18v12H3zM8 21h8',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  select: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13.5 16.5l2.5 2.5 4.5-5',
  order: 'M7 5v14M3.5 15.5 7 19l3.5-3.5M13.5 6H21M13.5 12h5M13.5 18h2.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  comment: 'M4 5h16v11H10l-4.5 4v-4H4z',
  close: 'M6 6l12 12M18 6 6 18',
  download: 'M12 4v11M8 11.5l4 3.5 4-3.5M5 20h14',
  'folder-up': 'M4 6h7l2 2.5h7V19H4zM12 11v5M9.8 13.5 12 11l2.2 2.5',
  detail: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01',
  send: 'M4 12 20 5l-5 15-3-6.5z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4',
  sliders:
    'M4 7.5h8M17 7.5h3M4 16.5h3M12 16.5h8M14.5 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9.5 19a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9.5C7.5 20 4 17 4 12V6z',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  server: 'M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01',
  picture: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5',
  star: 'M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17.1 6.7 20l1.1-6L3.4 9.8l6-.8z',
  moon: 'M19.5 14A8 8 0 0 1 10 4.5 8 8 0 1 0 19.5 14z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  share: 'M12 15V4M8 7.5 12 4l4 3.5M5 12v8h14v-8',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3v.01',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  pencil: 'M4 20l.8-4L16 4.8a1.8 1.8 0 0 1 2.5 0l.7.7a1.8 1.8 0 0 1 0 2.5L8 19.2zM13.5 7.3l3.2 3.2',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M8 5v14M16 5v14',
  leave: 'M14 4H5v16h9M10 12h11M17.5 8.5 21 12l-3.5 3.5',
  globe:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.7 5.5 3.7 9s-1.2 6.5-3.7 9c-2.5-2.5-3.7-5.5-3.7-9S9.5 5.5 12 3z',
} as const;

export type IconName = keyof typeof iconPaths;

/** Icons that point along the line of reading and turn with it. */
export const turningIcons: ReadonlySet<IconName> = new Set(['back', 'forward', 'send', 'leave']);
