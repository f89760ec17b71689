import type { Picture } from '../picture.ts';
import type { PictureFinder } from './found-pictures.ts';
import { fileOf, lostPicture, type LostFromText } from './lost-from-text.ts';

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element whose words are known only when it ends. */
interface Held {
  name: string;
  attributes: Attributes;
  words: string;
  /** The formula in TeX, where the file tells it beside MathML. */
  tex?: string;
}

/** Stands in the lines where a picture was, until they are finished. */
const pictureMark = '\uFFFC';

/** Formatted text as events, from HTML or from the elements of an XML file, reduced to plain lines as they come. */
export class TextFlow {
  readonly lost = new Set<LostFromText>();
  /** Those that were found, in their order; the text does not speak of them, unless they stand amid its words. */
  readonly pictures: Picture[] = [];
  private readonly findPicture: PictureFinder | undefined;
  /** For each mark in the lines the words in its place. */
  private readonly marked: string[] = [];
  private readonly lines = [''];
  private silence = 0;
  private preserved = 0;
  /** What stands raised or lowered, or in a formula or a link: its words are put in when it ends. */
  private readonly held: Held[] = [];
  private readonly lists: { ordered: boolean; items: number }[] = [];
  private readonly cells: number[] = [];

  /** Pictures are lost, and named in the text, unless there is somebody to find them. */
  constructor(findPicture?: PictureFinder) {
    this.findPicture = findPicture;
  }

  /** An element begins. */
  open(name: string, attributes: Attributes = {}): void {
    if (silent.has(name)) this.silence += 1;
    else if (name === 'img' || name === 'svg') this.takePicture(name, attributes);
    else if (players.has(name)) this.takePlayer(name, attributes);
    else if (held.has(name)) this.held.push({ name, attributes, words: '' });
    else if (name === 'br') this.breakLine();
    else if (blocks.has(name)) this.openBlock(name);
    else if (name === 'td' || name === 'th') this.openCell();
  }

  /** An element ends; one that never began does nothing. */
  close(name: string): void {
    if (name === 'embed') return;
    if (silent.has(name) || name === 'svg' || players.has(name)) this.silence = Math.max(0, this.silence - 1);
    else if (held.has(name)) this.closeHeld(name);
    else if (blocks.has(name)) this.closeBlock(name);
  }

  /** Words stand here; their line breaks are spaces, as in HTML. */
  text(words: string): void {
    this.put(words.replaceAll(pictureMark, ''));
  }

  private put(words: string): void {
    if (this.silence > 0) return;
    const open = this.held.at(-1);
    if (open !== undefined) open.words += words;
    else if (this.preserved > 0) this.writeLines(words);
    else this.write(words.replace(/\s+/g, ' '));
  }

  /** The text so far: lines without spaces at their ends, at most one blank line between two. */
  finish(): string {
    for (const { name } of this.held.toReversed()) this.closeHeld(name);
    return settleMarks(this.lines, this.marked)
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  }

  private write(words: string): void {
    const line = this.lines.pop() ?? '';
    const isAtStart = line === '' || line.endsWith(' ');
    this.lines.push(line + (isAtStart && this.preserved === 0 ? words.replace(/^ +/, '') : words));
  }

  private writeLines(words: string): void {
    words.split('\n').forEach((line, index) => {
      if (index > 0) this.lines.push('');
      this.write(line);
    });
  }

  private breakLine(): void {
    if (this.silence > 0) return;
    if (this.held.length > 0) this.text(' ');
    else this.lines.push('');
  }

  private startLine(): void {
    if (this.silence > 0) return;
    if (this.held.length > 0) this.text(' ');
    else if ((this.lines.at(-1) ?? '').trim() !== '') this.lines.push('');
  }

  private openBlock(name: string): void {
    this.startLine();
    if (name === 'pre') this.preserved += 1;
    else if (name === 'ul' || name === 'ol') this.lists.push({ ordered: name === 'ol', items: 0 });
    else if (name === 'tr') this.cells.push(0);
    else if (name === 'li') this.openItem();
  }

  private closeBlock(name: string): void {
    if (name === 'pre') this.preserved = Math.max(0, this.preserved - 1);
    else if (name === 'ul' || name === 'ol') this.lists.pop();
    else if (name === 'tr') this.cells.pop();
    this.startLine();
  }

  private openItem(): void {
    const list = this.lists.at(-1);
    if (list === undefined) return;
    list.items += 1;
    this.text(list.ordered ? `${String(list.items)}. ` : '- ');
  }

  private openCell(): void {
    const before = this.cells.pop() ?? 0;
    this.cells.push(before + 1);
    if (before > 0) this.text(' | ');
  }

  private closeHeld(name: string): void {
    const ended = this.held.at(-1);
    if (ended?.name !== name) return;
    this.held.pop();
    const around = this.held.at(-1);
    if (
      name === 'annotation' &&
      around !== undefined &&
      /x-tex|latex|^tex$/i.test(ended.attributes['encoding'] ?? '')
    )
      around.tex = ended.words.trim();
    this.put(this.wordsOf(ended));
  }

  private wordsOf({ name, attributes, words, tex = attributes['alttext'] ?? '' }: Held): string {
    const plain = words.replace(/\s+/g, ' ');
    if (name === 'sup') return shift(plain, superscripts, '^');
    if (name === 'sub') return shift(plain, subscripts, '_');
    if (name === 'annotation') return '';
    if (name === 'a') return this.linkOf(plain, attributes['href'] ?? '');
    if (tex === '') this.lost.add('a formula');
    return tex === '' ? plain : `\\(${tex}\\)`;
  }

  /** An address that is not in the words is put behind them. */
  private linkOf(words: string, href: string): string {
    if (href.includes('@@PLUGINFILE@@') || href.startsWith('$IMS-CC-FILEBASE$'))
      this.lost.add('an attached file');
    if (!/^https?:\/\//i.test(href) || words.includes(href)) return words;
    return words.trim() === '' ? href : `${words} (${href})`;
  }

  private takePicture(name: string, attributes: Attributes): void {
    const tex = attributes['data-equation-content'] ?? '';
    if (tex !== '') this.text(`\\(${tex}\\)`);
    else if (this.silence === 0) this.placePicture(attributes);
    if (name === 'svg') this.silence += 1;
  }

  private takePlayer(name: string, attributes: Attributes): void {
    const isPicture = name === 'object' && (attributes['type'] ?? '').startsWith('image/');
    if (this.silence === 0 && isPicture) this.placePicture(attributes);
    else if (this.silence === 0) this.lost.add('a sound or a video');
    if (name !== 'embed') this.silence += 1;
  }

  private placePicture(attributes: Attributes): void {
    const source = sourceOf(attributes);
    const found = this.findPicture?.(source, altOf(attributes)) ?? lostPicture(source);
    if (typeof found === 'string') {
      this.lost.add(found);
      this.text(pictureWords(attributes));
      return;
    }
    if (!this.pictures.some(({ id }) => id === found.id)) this.pictures.push(found);
    this.marked.push(pictureWords(attributes));
    this.put(pictureMark);
  }
}

const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'annotation-xml']);
const players = new Set(['audio', 'video', 'iframe', 'object', 'embed', 'applet']);
const held = new Set(['sup', 'sub', 'math', 'a', 'annotation']);
const blocks = new Set(
  'address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody thead tfoot tr ul caption'.split(
    ' ',
  ),
);

/**
 * The lines without their marks: a picture amid words leaves its name there, so that they still make sense; a line that
 * was nothing but pictures goes.
 */
function settleMarks(lines: readonly string[], marked: readonly string[]): string[] {
  let before = 0;
  return lines.flatMap((line) => {
    const parts = line.split(pictureMark);
    if (parts.length === 1) return [line];
    const first = parts.findIndex((part) => part.trim() !== '');
    const last = parts.findLastIndex((part) => part.trim() !== '');
    const settled = parts
      .map((part, at) => {
        const isAmid = first !== -1 && first < at && at <= last;
        return isAmid ? `${marked[before + at - 1] ?? ''}${part}` : part;
      })
      .join('')
      .trim();
    before += parts.length - 1;
    return /^(?:-|\d+\.)?$/.test(settled) ? [] : [settled];
  });
}

function altOf(attributes: Attributes): string {
  return (attributes['alt'] ?? attributes['aria-label'] ?? '').trim();
}

/** A picture is named by what it says it shows, or by its file. */
function pictureWords(attributes: Attributes): string {
  const alt = altOf(attributes);
  const name = alt === '' ? fileOf(sourceOf(attributes)) : alt;
  return name === '' ? '[Picture]' : `[Picture: ${name}]`;
}

function sourceOf(attributes: Attributes): string {
  return attributes['src'] ?? attributes['data'] ?? '';
}

const superscripts: Shifted = ['0123456789+-−=()ni', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ'];
const subscripts: Shifted = ['0123456789+-−=()', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎'];

/** Characters, and in the same order what they are when raised or lowered. */
type Shifted = readonly [plain: string, shifted: string];

/** `x²` and `H₂O` are not `x2` and `H2O`. */
function shift(words: string, [from, to]: Shifted, sign: string): string {
  const plain = words.trim();
  const shifted = Array.from(plain, (character) => to[from.indexOf(character)]);
  if (shifted.every((one) => one !== undefined)) return shifted.join('');
  return plain.length === 1 ? `${sign}${plain}` : `${sign}(${plain})`;
}
