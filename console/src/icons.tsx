/** The page's own line icons, 20 by 20, drawn with the colour of the text around them. */

const PATHS = {
  ask: "M4 5.5h12a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H10L6 17.5v-3H4A1.5 1.5 0 0 1 2.5 13V7A1.5 1.5 0 0 1 4 5.5Z",
  models: "M6 6h8v8H6zM8.5 8.5h3v3h-3zM8 3.5V6M12 3.5V6M8 14v2.5M12 14v2.5M3.5 8H6M3.5 12H6M14 8h2.5M14 12h2.5",
  tools:
    "M12.6 3.2a4.2 4.2 0 0 0-5 5.4l-4.6 4.6a1.9 1.9 0 0 0 0 2.7l.9.9a1.9 1.9 0 0 0 2.7 0l4.6-4.6a4.2 4.2 0 0 0 5.4-5l-2.6 2.6-2.9-.9-.9-2.9Z",
  documents:
    "M6 2.5h5.5L15.5 6.5V16a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 16V4A1.5 1.5 0 0 1 6 2.5ZM11.5 2.5v4h4M7.5 10.5h5M7.5 13.5h5",
  corrections: "M3.5 16.5l.8-3.6L13 4.2a1.7 1.7 0 0 1 2.4 0l.4.4a1.7 1.7 0 0 1 0 2.4L7.1 15.7l-3.6.8ZM11.5 5.7l2.8 2.8",
  releases:
    "M10 2.5c3 1.8 4.2 4.6 4.2 8L12.5 13h-5L5.8 10.5c0-3.4 1.2-6.2 4.2-8ZM5.9 10l-2.4 2.6v3.2l3.6-2.2M14.1 10l2.4 2.6v3.2l-3.6-2.2M10 15.5v2M10 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8",
  approvals:
    "M6.5 3.5h-2A1 1 0 0 0 3.5 4.5v12a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-12a1 1 0 0 0-1-1h-2M7.5 2.5h5v3h-5zM6.8 11.5l2.3 2.3 4.2-4.8",
  receipts: "M5 2.5h10v15l-2-1.5-1.5 1.5L10 16l-1.5 1.5L7 16l-2 1.5v-15ZM7.5 6.5h5M7.5 9.5h5M7.5 12.5h3",
  usage: "M3.5 3v13.5H17M6.5 13.5v-3M10 13.5v-6M13.5 13.5V5.5",
  capabilities: "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM14 11.5v5M11.5 14h5",
  settings:
    "M10 7.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M15.3 4.7l-1.4 1.4M6.1 13.9l-1.4 1.4",
  send: "M10 16V4.5M5 9.2l5-5 5 5",
  stop: "M6 6h8v8H6z",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.5l4 4 8-9",
  copy: "M7 7h9v10H7zM4 13V3h9",
  upload: "M10 13V3.5M6 7l4-4 4 4M3.5 13v2A1.5 1.5 0 0 0 5 16.5h10a1.5 1.5 0 0 0 1.5-1.5v-2",
  download: "M10 3.5V13M6 9.5l4 4 4-4M3.5 13v2A1.5 1.5 0 0 0 5 16.5h10a1.5 1.5 0 0 0 1.5-1.5v-2",
  more: "M3 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0M9 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0M15 10a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
  folder: "M2.5 5.5A1 1 0 0 1 3.5 4.5h4l1.5 2h7.5a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1Z",
  person: "M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3ZM3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5",
  spark: "M10 2.5l1.7 5.3 5.3 1.7-5.3 1.7L10 16.5l-1.7-5.3L3 9.5l5.3-1.7ZM16 14.5v3M14.5 16h3",
  quote: "M8 5.5C5.5 6.5 4 8.5 4 11.5V14h4.5v-4.5H6M16 5.5c-2.5 1-4 3-4 6V14h4.5v-4.5H14",
  none: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4M7 9h4",
  again: "M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5",
  bin: "M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  warning: "M10 3l7.5 13.5h-15ZM10 8v4M10 14.2v.1",
  shield: "M10 2.5l6 2v5c0 4-2.5 6.5-6 8-3.5-1.5-6-4-6-8v-5ZM7.3 10l2 2 3.5-4",
  pause: "M7.5 5v10M12.5 5v10",
  play: "M7 4.5l8.5 5.5L7 15.5Z",
  add: "M10 4v12M4 10h12",
  down_thumb:
    "M6.5 10.5v-7h-3v7ZM6.5 10.5l3 6.5c1.2 0 1.9-.8 1.9-1.9V12.3h3.7a1.4 1.4 0 0 0 1.4-1.7l-1-5.6a1.8 1.8 0 0 0-1.8-1.5H6.5",
  layers: "M10 3l7 3.5-7 3.5-7-3.5ZM3 10l7 3.5 7-3.5M3 13.5l7 3.5 7-3.5",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Seal() {
  return (
    <svg class="seal" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect class="seal-ground" x="1" y="1" width="30" height="30" rx="8" />
      <path class="seal-ring" d="M22.6 9.2a9.4 9.4 0 1 0 1.9 11.2" />
      <circle class="seal-core" cx="16" cy="16" r="3.6" />
      <circle class="seal-core" cx="24.6" cy="13.6" r="1.9" />
    </svg>
  );
}
