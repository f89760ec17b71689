import type { Problem, Warning } from '../formats/text.ts';
import { cleanCategory } from './moodle/category.ts';

/** One question's source: its lines joined, escapes hidden, comments gone, with the category it stands in. */
export interface GiftBlock {
  line: number;
  text: string;
  category?: string;
}

/** Escaped characters are hidden behind noncharacters, so that what is left unhidden is GIFT's own. */
const escapable = '\\~=#{}:n';
const firstHidden = 0xfdd0;
/** Nobody reads more. */
const maxProblems = 100;

/** Hides GIFT's escapes (`\~ \= \# \{ \} \: \\ \n`). */
function hideEscapes(text: string): string {
  return text
    .replace(/[\uFDD0-\uFDEF]/g, '\uFFFD')
    .replace(/\\([\\~=#{}:n])/g, (_, character: string) =>
      String.fromCharCode(firstHidden + escapable.indexOf(character)),
    );
}

/** Shows the hidden characters as what they stand for; `\n` is a line break. */
export function showEscapes(text: string): string {
  return text.replace(/[\uFDD0-\uFDD7]/g, (hidden) => {
    const character = escapable.charAt(hidden.charCodeAt(0) - firstHidden);
    return character === 'n' ? '\n' : character;
  });
}

/** Escapes a text so that GIFT reads it as plain text. */
export function escapeGift(text: string): string {
  return text.replace(/[\\~=#{}:]/g, '\\$&').replaceAll('\n', '\\n');
}

/**
 * Splits GIFT into questions. They are parted by blank lines, as Moodle wants it; a blank line inside braces and a
 * missing one after them are forgiven. A brace that is not closed is a problem at the line where it opens.
 */
export function splitGift(text: string): { blocks: GiftBlock[]; warnings: Warning[]; problems: Problem[] } {
  const splitter = new Splitter();
  text.split('\n').forEach((line, index) => splitter.take(hideEscapes(line), index + 1));
  splitter.finish();
  return splitter;
}

interface Line {
  line: number;
  text: string;
}

class Splitter {
  readonly blocks: GiftBlock[] = [];
  readonly warnings: Warning[] = [];
  readonly problems: Problem[] = [];
  private lines: Line[] = [];
  private category: string | undefined;
  /** The line of the brace that is open now. */
  private openLine: number | undefined;
  /** How many of `lines` there were when the last brace closed. */
  private closedAt: number | undefined;
  private blankInside = false;

  take(raw: string, line: number): void {
    const text = raw.trim();
    if (text.startsWith('//')) return;
    if (text === '') {
      this.takeBlank();
      return;
    }
    const category = /^\$CATEGORY:(.*)$/.exec(text)?.[1];
    const startsQuestion = text.startsWith('::') || category !== undefined;
    if (startsQuestion && this.openLine !== undefined && this.blankInside) this.refuseOpen();
    if (startsQuestion && this.openLine === undefined && this.closedAt !== undefined) this.flush();
    if (category !== undefined && this.openLine === undefined) {
      this.flush();
      this.category = cleanCategory(showEscapes(category));
      return;
    }
    this.lines.push({ line, text });
    this.countBraces(text, line);
  }

  finish(): void {
    if (this.openLine !== undefined) this.refuseOpen();
    this.flush();
  }

  private takeBlank(): void {
    if (this.openLine === undefined) this.flush();
    else this.blankInside = true;
  }

  private countBraces(text: string, line: number): void {
    for (const brace of text.replace(/[^{}]/g, '')) {
      if (brace === '{') this.open(line);
      else this.close(line);
    }
  }

  private open(line: number): void {
    if (this.openLine !== undefined) {
      const last = this.lines.pop();
      this.refuseOpen(line);
      if (last) this.lines = [last];
    } else if (this.closedAt !== undefined && this.closedAt < this.lines.length) {
      const rest = this.lines.splice(this.closedAt);
      this.flush();
      this.lines = rest;
    }
    this.openLine = line;
    this.blankInside = false;
  }

  private close(line: number): void {
    if (this.openLine === undefined) {
      this.warnings.push({ line, message: `Line ${String(line)} closes a brace that was never opened.` });
      return;
    }
    this.openLine = undefined;
    this.closedAt = this.lines.length;
  }

  private refuseOpen(nextLine?: number): void {
    if (this.problems.length >= maxProblems) {
      this.reset();
      return;
    }
    const until =
      nextLine === undefined
        ? 'is never closed'
        : `is not closed before another opens in line ${String(nextLine)}`;
    this.problems.push({
      ...(this.openLine === undefined ? {} : { line: this.openLine }),
      message: `The brace that opens here ${until}. A brace in the text is written \\{.`,
    });
    this.reset();
  }

  private flush(): void {
    const [first] = this.lines;
    if (first !== undefined) {
      const text = this.lines.map((line) => line.text).join('\n');
      const block = { line: first.line, text };
      this.blocks.push(this.category === undefined ? block : { ...block, category: this.category });
    }
    this.reset();
  }

  private reset(): void {
    this.lines = [];
    this.openLine = undefined;
    this.closedAt = undefined;
    this.blankInside = false;
  }
}
