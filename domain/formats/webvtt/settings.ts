/** Where a cue is shown (W3C WebVTT §6.3); what is missing has the standard's default. */
export interface CueSettings {
  region?: string;
  vertical?: 'rl' | 'lr';
  /** A line of the grid, or a percentage where `snapToLines` is false. */
  line?: number;
  snapToLines?: boolean;
  lineAlign?: 'start' | 'center' | 'end';
  position?: number;
  positionAlign?: 'line-left' | 'center' | 'line-right';
  size?: number;
  align?: 'start' | 'center' | 'end' | 'left' | 'right';
}

/** Reads the settings after a cue's times; what is no setting is ignored, as the standard says. */
export function readSettings(text: string, regions: ReadonlySet<string>): CueSettings | undefined {
  const settings: CueSettings = {};
  for (const written of text.split(/[ \t\f\n]+/)) {
    const colon = written.indexOf(':');
    if (colon > 0 && colon < written.length - 1)
      applySetting(settings, written.slice(0, colon), written.slice(colon + 1), regions);
  }
  const { line, size = 100, vertical } = settings;
  // A cue that is placed by itself is in no region.
  if (line !== undefined || size !== 100 || vertical !== undefined) delete settings.region;
  return Object.keys(settings).length === 0 ? undefined : settings;
}

/** The id of a region block, the one setting that cues refer to. */
export function readRegion(text: string): string | undefined {
  const ids = text.split(/[ \t\f\n]+/).filter((setting) => /^id:./.test(setting) && !setting.includes('-->'));
  return ids.at(-1)?.slice(3);
}

function applySetting(
  settings: CueSettings,
  name: string,
  value: string,
  regions: ReadonlySet<string>,
): void {
  if (name === 'region' && regions.has(value)) settings.region = value;
  else if (name === 'vertical' && (value === 'rl' || value === 'lr')) settings.vertical = value;
  else if (name === 'line') applyLine(settings, value);
  else if (name === 'position') applyPosition(settings, value);
  else if (name === 'size') applySize(settings, value);
  else if (name === 'align' && isOneOf(value, aligns)) settings.align = value;
}

const aligns = ['start', 'center', 'end', 'left', 'right'] as const;
const lineAligns = ['start', 'center', 'end'] as const;
const positionAligns = ['line-left', 'center', 'line-right'] as const;

function applyLine(settings: CueSettings, value: string): void {
  const [place, align] = splitOnce(value);
  const percent = readPercent(place);
  const number = /^-?\d+(?:\.\d+)?$/.test(place) ? Number(place) : undefined;
  const line = percent ?? number;
  if (line === undefined) return;
  settings.line = line;
  settings.snapToLines = percent === undefined;
  if (align !== undefined && isOneOf(align, lineAligns)) settings.lineAlign = align;
}

function applyPosition(settings: CueSettings, value: string): void {
  const [place, align] = splitOnce(value);
  const position = readPercent(place);
  if (position === undefined || (align !== undefined && !isOneOf(align, positionAligns))) return;
  settings.position = position;
  if (align !== undefined) settings.positionAlign = align;
}

function applySize(settings: CueSettings, value: string): void {
  const size = readPercent(value);
  if (size !== undefined) settings.size = size;
}

function readPercent(text: string): number | undefined {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.slice(0, 60))?.[1];
  return percent === undefined || Number(percent) > 100 ? undefined : Number(percent);
}

function splitOnce(text: string): [string, string | undefined] {
  const comma = text.indexOf(',');
  return comma < 0 ? [text, undefined] : [text.slice(0, comma), text.slice(comma + 1)];
}

function isOneOf<T extends string>(text: string, values: readonly T[]): text is T {
  return values.some((value) => value === text);
}
