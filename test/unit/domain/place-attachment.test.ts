import { describe, expect, test } from 'vitest';
import { attachmentKindOf, chapterOfAttachment } from '../../../domain/place-attachment.ts';

describe('attachmentKindOf', () => {
  test.each([
    ['Scoping template.pdf', 'template'],
    ['Worksheet 3.pdf', 'template'],
    ['plan.docx', 'template'],
    ['numbers.CSV', 'template'],
    ['slides.pdf', 'handout'],
    ['photo.jpg', 'handout'],
    ['no extension', 'handout'],
  ])('%s is a %s', (fileName, kind) => {
    expect(attachmentKindOf(fileName)).toBe(kind);
  });
});

describe('chapterOfAttachment', () => {
  const titles = ['Welcome', 'Scoping', 'Scoping in practice', 'Überblick & Ausblick', 'Q&A', '10'];
  test.each([
    ['scoping-template.docx', 1],
    ['03_Scoping in practice (final).pdf', 2],
    ['ueberblick.pdf', undefined],
    ['Überblick - Ausblick.pdf', 3],
    ['Chapter 2 notes.pdf', 1],
    ['chapter-04.pdf', 3],
    ['chapter 9.pdf', undefined],
    ['2 notes.pdf', undefined],
    ['telescoping.pdf', undefined],
    ['Q&A.txt', 4],
    ['Welcome and Scoping.pdf', undefined],
    ['.pdf', undefined],
    ['', undefined],
  ])('%j belongs to the chapter at %s', (fileName, index) => {
    expect(chapterOfAttachment(fileName, titles)).toBe(index);
  });

  test('belongs to none where two chapters share the title', () => {
    expect(chapterOfAttachment('Demo.pdf', ['Demo', 'Demo'])).toBeUndefined();
    expect(chapterOfAttachment('Demo.pdf', [])).toBeUndefined();
  });
});
