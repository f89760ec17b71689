import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extensionOf, maxFileNameBytes, safeFileName } from '../../../domain/file-name.ts';

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../x', 'x'],
  ['..\\..\\x.docx', 'x.docx'],
  ['/etc/passwd', 'passwd'],
  ['C:\\fakepath\\Plan.xlsx', 'Plan.xlsx'],
  ['..', 'file'],
  ['', 'file'],
  ['   ', 'file'],
  ['a/', 'a'],
  ['a/..', 'a'],
  ['.htaccess', 'htaccess'],
  ['name.', 'name'],
  ['name. . ', 'name'],
  ['a\0b\r\nc.pdf', 'abc.pdf'],
  ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
  ['zero\u200Bwidth\uFEFF.txt', 'zerowidth.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.docx', '_com1.docx'],
  ['console.log', 'console.log'],
  ['a<b>:"c|d?*.txt', 'a_b___c_d__.txt'],
  ['Zoë  Größe 範囲 😀.pdf', 'Zoë Größe 範囲 😀.pdf'],
  ['e\u0301.txt', 'é.txt'],
  ['lone\uD800.txt', 'lone.txt'],
  ['~$lock.docx', '$lock.docx'],
])('%j becomes %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

test('a long name is cut between characters and keeps its extension', () => {
  const name = safeFileName(`${'範'.repeat(100)}.pdf`);
  expect(name).toBe(`${'範'.repeat(65)}.pdf`);
});

test('any name becomes safe, and stays what it became', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .array(fc.constantFrom('..', '/', '\\', '.', ' ', 'con', '\u202E', 'x'.repeat(90), '😀'), {
            maxLength: 9,
          })
          .map((parts) => parts.join('')),
      ),
      (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toBe('');
        expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\u202A-\u202E\u2066-\u2069]|^\.|[. ]$/u);
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(maxFileNameBytes);
        expect(safeFileName(safe)).toBe(safe);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['a.PDF', 'pdf'],
  ['a.tar.gz', 'gz'],
  ['a', ''],
  ['.hidden', ''],
  ['a.b c', ''],
])('the extension of %j is %j', (name, extension) => {
  expect(extensionOf(name)).toBe(extension);
});
