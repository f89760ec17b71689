import { ReferencePictures } from './reference-pictures.ts';
import type { NamedList, NumberedPicture } from './reference-pictures.ts';
import type { SequenceSet } from './sequence-set.ts';
import type { SliceHeader } from './slice-header.ts';

/** A picture of the recording as its packet holds it; pictures are named by when they are shown. */
export interface SourcePicture {
  name: number;
  slices: readonly SliceHeader[];
}

/** A picture of a clip's beginning, under its new number: encoded on its own, or carried over as it is. */
export interface CarriedPicture extends NumberedPicture {
  source: SourcePicture;
  /** To be encoded anew, referring to no other. */
  anew: boolean;
  /** Differences of numbers of the pictures that no other needs once this one, encoded anew, is decoded. */
  drops: readonly number[];
}

interface SeenPicture extends NumberedPicture {
  source: SourcePicture;
  /** By slice, what it refers to. */
  lists: readonly (readonly NamedList[])[];
  dropped: NamedList;
  /** What is kept once it is decoded. */
  keptAfter: ReadonlySet<number>;
}

/**
 * Finds which pictures must be encoded anew, each on its own, so that all others shown at or after `first` can be
 * carried over as they are: those whose references, in the lists that their slices make of them, would be others than in
 * the recording. `pictures` are in decode order, from an IDR on; so is what is given, `first` before all. Undefined where
 * the stream uses what is not modelled here.
 */
export function carryPictures(
  pictures: readonly SourcePicture[],
  { first, sequence }: { first: number; sequence: SequenceSet },
): CarriedPicture[] | undefined {
  if (sequence.order.type === 1 || sequence.scaled) return undefined;
  const seen = numberAll(pictures, sequence);
  const shown = seen?.filter(({ name }) => name >= first) ?? [];
  const start = shown.find(({ name }) => name === first);
  if (start === undefined || !isInOrder(shown)) return undefined;
  return renumber([start, ...shown.filter((picture) => picture !== start)], sequence);
}

/** Decodes the recording's numbers as a decoder would. */
function numberAll(pictures: readonly SourcePicture[], sequence: SequenceSet): SeenPicture[] | undefined {
  const kept = new ReferencePictures(sequence);
  const count = counters(sequence);
  const seen: SeenPicture[] = [];
  for (const source of pictures) {
    const [slice] = source.slices;
    if (slice?.isIdr !== (seen.length === 0)) return undefined;
    const { isIdr, isReference, frameNumber, orderBits } = slice;
    const counted = count(slice, orderBits);
    // Where numbers are left out (gaps in frame_num, 8.2.5.2), a decoder keeps pictures that no packet holds.
    if (!isOnePicture(source) || counted.frameNumber !== frameNumber) return undefined;
    const picture = { name: source.name, isIdr, isReference, ...counted };
    const lists = source.slices.map((one) => kept.listsOf(one, picture));
    const dropped = kept.droppedBy(picture, slice.dropped);
    kept.keep(picture, slice.dropped);
    if (kept.isOverfull()) return undefined;
    seen.push({ ...picture, source, lists, dropped, keptAfter: kept.names() });
  }
  return seen;
}

/** Claims that all slices are of one picture (7.4.1.2.4), and that none stands in for another. */
function isOnePicture({ slices: [first, ...others] }: SourcePicture): boolean {
  return others.every(
    (other) =>
      other.firstMacroblock !== first?.firstMacroblock &&
      other.frameNumber === first?.frameNumber &&
      other.orderBits === first.orderBits &&
      other.isReference === first.isReference &&
      other.isIdr === first.isIdr,
  );
}

/** Claims that the order that slices tell is that in which the pictures are shown. */
function isInOrder(shown: readonly SeenPicture[]): boolean {
  const byName = shown.toSorted((one, other) => one.name - other.name);
  return byName.every(({ order }, at) => at === 0 || order > (byName[at - 1]?.order ?? order));
}

function renumber(shown: readonly SeenPicture[], sequence: SequenceSet): CarriedPicture[] | undefined {
  const kept = new ReferencePictures(sequence);
  const count = counters(sequence);
  const anew = new Set<number>();
  const carried: CarriedPicture[] = [];
  const zero = shown[0]?.order ?? 0;
  for (const [at, old] of shown.entries()) {
    const { source, name, isReference, lists } = old;
    const isIdr = at === 0;
    const order = old.order - zero;
    const kind = { isIdr, isReference: isIdr || isReference };
    const counted = count(kind, orderBitsOf(order, sequence));
    if (counted.order !== order) return undefined;
    const picture = { name, ...kind, ...counted };
    const [slice] = source.slices;
    const stands =
      !isIdr &&
      source.slices.every((one, number) =>
        refersAlike(one, lists[number] ?? [], { now: kept.listsOf(one, picture), anew }),
      ) &&
      isSame(old.dropped, kept.droppedBy(picture, slice?.dropped));
    // Those that are encoded anew bring what is kept back to what the recording keeps.
    const drops = stands || isIdr || !isReference ? [] : kept.dropsToKeep(old.keptAfter, picture);
    if (!stands) anew.add(name);
    kept.keep(picture, stands ? slice?.dropped : drops.length === 0 ? undefined : drops);
    if (kept.isOverfull()) return undefined;
    carried.push({ ...picture, source, anew: !stands, drops });
  }
  return carried;
}

/** Claims that a slice finds the same pictures, with their motion where it is predicted from theirs (8.4.1.2.2). */
function refersAlike(
  { kind }: SliceHeader,
  lists: readonly NamedList[],
  { now, anew }: { now: readonly NamedList[]; anew: ReadonlySet<number> },
): boolean {
  const moving = lists[1]?.[0];
  if (kind === 'B' && (moving === undefined || anew.has(moving))) return false;
  return lists.every((list, number) => isSame(list, now[number] ?? []));
}

function isSame(list: NamedList, other: NamedList): boolean {
  return list.length === other.length && list.every((name, at) => name !== undefined && name === other[at]);
}

/** The bits in which slices tell the order of a picture. */
export function orderBitsOf(order: number, { order: { bits } }: SequenceSet): number {
  const range = 2 ** bits;
  return ((order % range) + range) % range;
}

/** Counts frame numbers and the order of pictures on (7.4.3, 8.2.1), from what slices tell. */
function counters(
  sequence: SequenceSet,
): (
  picture: { isIdr: boolean; isReference: boolean },
  orderBits: number,
) => { frameNumber: number; order: number } {
  const range = 2 ** sequence.order.bits;
  let [lastNumber, lastOrder, decoded] = [0, 0, 0];
  return ({ isIdr, isReference }, orderBits) => {
    const frameNumber = isIdr ? 0 : (lastNumber + 1) % 2 ** sequence.frameNumberBits;
    if (isIdr) [lastOrder, decoded] = [0, 0];
    // Of all orders with these bits, the nearest to that of the reference before.
    const turns = Math.round((lastOrder - orderBits) / range);
    const order = sequence.order.type === 2 ? decoded * 2 : orderBits + turns * range;
    decoded += 1;
    if (isReference) [lastNumber, lastOrder] = [frameNumber, order];
    return { frameNumber, order };
  };
}
