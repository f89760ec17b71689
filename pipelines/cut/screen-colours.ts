import type { MediaTools } from '../media/ffmpeg.ts';
import type { ProbedVideo } from '../media/probe-recording.ts';

/** How pictures become 8-bit 4:2:0 that every browser shows: filters, and what to write into the stream. */
export interface ScreenColours {
  filters: readonly string[];
  options: readonly string[];
}

/**
 * The way from a recording's colours to a screen's. HDR is brought into the range of ordinary screens where ffmpeg can
 * (else it keeps its names, and a player does what it can); full range stays full; RGB becomes BT.709.
 */
export function screenColours(
  { pixelFormat, colour }: Pick<ProbedVideo, 'pixelFormat' | 'colour'>,
  { mapsTones }: Pick<MediaTools, 'mapsTones'>,
): ScreenColours {
  const transfer = colour.transfer ?? '';
  if (hdrTransfers.has(transfer) && mapsTones) return { filters: mapTones(transfer), options: named(bt709) };
  // Without a matrix of its own: ffmpeg would take that of standard definition, and players that of high definition.
  if (/^(?:gbr|rgb|bgr|argb|abgr|0rgb|0bgr|pal8)/.test(pixelFormat)) {
    return {
      filters: ['scale=out_color_matrix=bt709:out_range=tv', 'format=yuv420p'],
      options: named(bt709),
    };
  }
  return {
    filters: [`format=${pixelFormat.startsWith('yuvj') ? 'yuvj420p' : 'yuv420p'}`],
    options: named(colour),
  };
}

const hdrTransfers = new Set(['smpte2084', 'arib-std-b67']);
const bt709 = { range: 'tv', space: 'bt709', primaries: 'bt709', transfer: 'bt709' };
/** What paper white is taken to be, in candela per square metre (ITU-R BT.2408). */
const referenceWhite = 203;

function mapTones(transfer: string): string[] {
  return [
    // Named, because a stream may tell of itself less than its container does.
    `zscale=tin=${transfer}:min=2020_ncl:pin=2020:rin=limited:t=linear:npl=${referenceWhite}`,
    'format=gbrpf32le',
    'zscale=p=709',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=709:m=709:r=limited',
    'format=yuv420p',
  ];
}

/** Names that every version of ffmpeg knows. */
const knownColours =
  /^(?:tv|pc|bt709|bt470bg|bt470m|smpte170m|smpte240m|bt2020nc|bt2020|bt2020-10|smpte2084|arib-std-b67|iec61966-2-1)$/;

function named(colour: ProbedVideo['colour']): string[] {
  const options: [string, string | undefined][] = [
    ['-color_range', colour.range],
    ['-colorspace', colour.space],
    ['-color_primaries', colour.primaries],
    ['-color_trc', colour.transfer],
  ];
  return options.flatMap(([option, value]) =>
    value !== undefined && knownColours.test(value) ? [option, value] : [],
  );
}
