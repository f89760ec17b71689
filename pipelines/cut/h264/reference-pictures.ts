import type { SequenceSet } from './sequence-set.ts';
import type { SliceHeader } from './slice-header.ts';

/** A picture as slices count it: `order` is its picture order count. */
export interface NumberedPicture {
  /** Which one it is, the same in every stream that holds it. */
  name: number;
  frameNumber: number;
  order: number;
  isIdr: boolean;
  isReference: boolean;
}

/** A list of references by the names of the pictures; undefined where none stands. */
export type NamedList = readonly (number | undefined)[];

/** The pictures that a decoder keeps for others to refer to: short-term references of whole frames (ITU-T H.264, 8.2). */
export class ReferencePictures {
  private readonly sequence: SequenceSet;
  private readonly mostKept: number;
  private kept: NumberedPicture[] = [];

  constructor(sequence: SequenceSet) {
    this.sequence = sequence;
    this.mostKept = Math.max(1, sequence.referenceFrames);
  }

  /** The lists with which a decoder decodes this slice (8.2.4). */
  listsOf(slice: Pick<SliceHeader, 'kind' | 'lists'>, current: NumberedPicture): NamedList[] {
    const initial = slice.kind === 'P' ? [this.newestFirst(current)] : this.nearestFirst(current);
    return slice.lists.map(({ length, moves }, number) => {
      const list: (NumberedPicture | undefined)[] = (initial[number] ?? []).slice(0, length);
      while (list.length < length) list.push(undefined);
      let at = current.frameNumber;
      moves.forEach(({ direction, distance }, place) => {
        at += direction * distance;
        const moved = this.find(at, current);
        const others = list.slice(place).filter((picture) => picture === undefined || picture !== moved);
        list.splice(place, list.length, moved, ...others);
      });
      return list.slice(0, length).map((picture) => picture?.name);
    });
  }

  /** The pictures that a slice says are no longer needed, by name; undefined for one that is not there (8.2.5.4). */
  droppedBy(current: NumberedPicture, dropped: SliceHeader['dropped']): NamedList {
    return this.named(current, dropped ?? []).map((picture) => picture?.name);
  }

  /** Keeps a picture that was decoded, if others refer to it, and lets go what it drops, or else the oldest (8.2.5). */
  keep(current: NumberedPicture, dropped: SliceHeader['dropped']): void {
    if (!current.isReference) return;
    const leaving = dropped === undefined ? this.oldestWhereFull(current) : this.named(current, dropped);
    const staying = current.isIdr ? [] : this.kept.filter((picture) => !leaving.includes(picture));
    this.kept = [...staying, current];
  }

  /** What `droppedBy` asks for to let go all pictures but those with these names. */
  dropsToKeep(names: ReadonlySet<number>, current: NumberedPicture): number[] {
    const leaving = this.kept.filter(({ name }) => !names.has(name));
    return leaving.map((picture) => current.frameNumber - this.numberOf(picture, current));
  }

  /** The names of all that are kept. */
  names(): ReadonlySet<number> {
    return new Set(this.kept.map(({ name }) => name));
  }

  /** Claims that more are kept than the stream allows: decoders differ in which of them they let go. */
  isOverfull(): boolean {
    return this.kept.length > this.mostKept;
  }

  private named(current: NumberedPicture, distances: readonly number[]): (NumberedPicture | undefined)[] {
    return distances.map((distance) => this.find(current.frameNumber - distance, current));
  }

  private oldestWhereFull(current: NumberedPicture): NumberedPicture[] {
    return this.kept.length >= this.mostKept ? this.newestFirst(current).slice(-1) : [];
  }

  private newestFirst(current: NumberedPicture): NumberedPicture[] {
    return this.kept.toSorted((one, other) => this.numberOf(other, current) - this.numberOf(one, current));
  }

  /** What is shown before first, nearest first, then what is shown after; and the other way round. */
  private nearestFirst(current: NumberedPicture): NumberedPicture[][] {
    const before = this.kept.filter(({ order }) => order < current.order);
    const after = this.kept.filter(({ order }) => order > current.order);
    before.sort((one, other) => other.order - one.order);
    after.sort((one, other) => one.order - other.order);
    const first = [...before, ...after];
    const second = [...after, ...before];
    const same = second.length > 1 && second.every((picture, at) => picture === first[at]);
    return [first, same ? [...second.slice(0, 2).reverse(), ...second.slice(2)] : second];
  }

  private find(number: number, current: NumberedPicture): NumberedPicture | undefined {
    const range = 2 ** this.sequence.frameNumberBits;
    const same = (one: number): boolean => (one - number) % range === 0;
    return this.kept.find((picture) => same(this.numberOf(picture, current)));
  }

  /** Frame numbers begin anew at 0: those greater than the current one are of the round before (8-27). */
  private numberOf({ frameNumber }: NumberedPicture, current: NumberedPicture): number {
    return frameNumber > current.frameNumber ? frameNumber - 2 ** this.sequence.frameNumberBits : frameNumber;
  }
}
