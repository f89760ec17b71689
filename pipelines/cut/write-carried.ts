import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CutJob } from '../jobs/cut-job.ts';
import type { BoundarySource, EncodedBoundary } from './encode-boundary.ts';
import type { EncodedPart } from './encode-part.ts';
import type { CarriedPicture } from './h264/carry-pictures.ts';
import { framedUnits, isSlice, nalUnitsOf } from './h264/nal-units.ts';
import { readPictureSet, renumberedSet } from './h264/picture-set.ts';
import type { NumberedPicture } from './h264/reference-pictures.ts';
import { adoptedSlice, renumberedSlice } from './h264/rewrite-slices.ts';
import type { AdoptingStream } from './h264/rewrite-slices.ts';
import { readSequenceSet } from './h264/sequence-set.ts';
import { readSliceHeader } from './h264/slice-header.ts';
import { ranksOf, tableOf } from './mp4/packet-table.ts';
import type { CarryPlan } from './plan-carrying.ts';
import type { ReadPacket } from './write-excerpt.ts';

/** What a boundary is put together from. */
export interface CarriedBoundary {
  plan: CarryPlan;
  /** The plan's pictures, each encoded on its own. */
  part: EncodedPart;
  /** What the pictures to compare are in the recording. */
  samplesPath: string;
  /** The recording's packets around the boundary. */
  packets: readonly ReadPacket[];
  name: string;
}

/**
 * Puts the encoded pictures and the carried ones together under the recording's own sequence set. Undefined where the
 * encoder wrote what cannot be given another header.
 */
export async function writeCarried(
  job: CutJob,
  source: BoundarySource,
  { plan, part, samplesPath, packets, name }: CarriedBoundary,
): Promise<EncodedBoundary | undefined> {
  const adopt = await openAdoption(source, plan, part);
  if (adopt === undefined) return undefined;
  const bytesOf = new Map(packets.map(({ pts, bytes }) => [pts, bytes]));
  const tail = plan.tail.map(({ pts }, at) => {
    const numbers = { name: pts, isIdr: at === 0, isReference: true, frameNumber: at, order: at * 2 };
    return { pts, isIdr: at === 0, packet: adopt.packetOf(numbers) };
  });
  const head = plan.head.map((picture) => {
    const { name: pts, isIdr } = picture;
    const read = bytesOf.get(pts) ?? new Uint8Array();
    return { pts, isIdr, packet: picture.anew ? adopt.packetOf(picture) : renumbered(read, picture, source) };
  });
  const config = { ...source.join.config, pictureSets: [adopt.pictureSet] };
  const save = async (side: string, made: readonly MadePicture[]): Promise<EncodedPart | undefined> => {
    if (made.length === 0) return undefined;
    const path = join(job.workDir, `${name}-${side}.h264`);
    await writeFile(
      path,
      made.map(({ packet }) => packet),
    );
    return { path, config, configBytes: part.configBytes, packets: placed(made, source) };
  };
  const [tailPart, headPart] = [await save('tail', tail), await save('head', head)];
  const recorded = { path: samplesPath, count: plan.compared };
  return { tail: tailPart, head: headPart && { ...headPart, recorded } };
}

interface MadePicture {
  pts: number;
  isIdr: boolean;
  packet: Uint8Array;
}

/** Where each picture lies in the file, and when it is shown. */
function placed(
  made: readonly MadePicture[],
  { index: { timeBase } }: BoundarySource,
): EncodedPart['packets'] {
  let end = 0;
  const rows = made.map(({ pts, isIdr, packet }) => {
    end += packet.length;
    return {
      time: pts * timeBase.num,
      duration: 0,
      size: packet.length,
      key: isIdr,
      offset: end - packet.length,
    };
  });
  return tableOf(timeBase.den, rows);
}

/** The packet of a carried picture: its slices under new numbers, all else as it is. */
function renumbered(
  packet: Uint8Array,
  picture: CarriedPicture,
  { join: { config, sequence } }: BoundarySource,
): Uint8Array {
  const slices = [...picture.source.slices];
  return framedUnits(
    nalUnitsOf(packet, config.lengthSize).map((unit) => {
      const slice = isSlice(unit) ? slices.shift() : undefined;
      return slice === undefined ? unit : renumberedSlice(slice, picture, sequence);
    }),
  );
}

interface Adoption {
  pictureSet: Uint8Array;
  packetOf: (picture: NumberedPicture & { drops?: readonly number[] }) => Uint8Array;
}

/** Reads what the encoder wrote, to give its slices the headers that the recording's stream asks for. */
async function openAdoption(
  { join: { sequence, freePictureSetId } }: BoundarySource,
  plan: CarryPlan,
  { path, config, packets }: EncodedPart,
): Promise<Adoption | undefined> {
  const [sequenceUnit, pictureUnit] = [config.sequenceSets[0], config.pictureSets[0]];
  const own = sequenceUnit && readSequenceSet(sequenceUnit);
  const pictureSet = pictureUnit && readPictureSet(pictureUnit);
  if (own === undefined || pictureSet === undefined || pictureUnit === undefined) return undefined;
  const bytes = await readFile(path);
  const sets = { sequence: own, pictures: new Map([[pictureSet.id, pictureSet]]) };
  const { idrId } = plan;
  const stream: AdoptingStream = { sequence, pictureSet, pictureSetId: freePictureSetId, idrId };
  const slices = new Map(
    Array.from(ranksOf(packets), (rank, at) => {
      const [offset, size] = [packets.offsets?.[at] ?? 0, packets.sizes[at] ?? 0];
      const units = nalUnitsOf(bytes.subarray(offset, offset + size), config.lengthSize).filter(isSlice);
      return [plan.encode[rank]?.pts, units.map((unit) => readSliceHeader(unit, sets))];
    }),
  );
  const found = [...slices.values()].flat();
  if (found.length < plan.encode.length || found.some((slice) => slice?.isIdr !== true)) return undefined;
  return {
    pictureSet: renumberedSet(pictureUnit, { id: freePictureSetId, sequenceId: sequence.id }),
    packetOf: (picture) =>
      framedUnits(
        (slices.get(picture.name) ?? []).flatMap((slice) =>
          slice === undefined ? [] : [adoptedSlice(slice, picture, stream)],
        ),
      ),
  };
}
