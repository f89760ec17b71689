import { strToU8, zipSync } from 'fflate';

/** A workbook with one sheet for each table, as Excel writes it: shared strings, cells with references. */
export function makeXlsx(...sheets: (readonly (string | number | boolean)[])[][]): Uint8Array {
  const strings: string[] = [];
  const cell = (value: string | number | boolean, reference: string): string => {
    if (typeof value === 'number') return `<c r="${reference}"><v>${String(value)}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${reference}" t="b"><v>${value ? '1' : '0'}</v></c>`;
    if (value === '') return '';
    strings.push(value);
    return `<c r="${reference}" t="s"><v>${String(strings.length - 1)}</v></c>`;
  };
  const parts = sheets.map((rows) => {
    const lines = rows.map((row, y) => {
      const cells = row.map((value, x) => cell(value, `${String.fromCharCode(65 + x)}${String(y + 1)}`));
      return `<row r="${String(y + 1)}">${cells.join('')}</row>`;
    });
    return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
  });
  const names = parts.map(
    (_, index) =>
      `<sheet name="Sheet${String(index + 1)}" sheetId="${String(index + 1)}" r:id="rId${String(index + 1)}"/>`,
  );
  const relations = parts.map(
    (_, index) =>
      `<Relationship Id="rId${String(index + 1)}" Target="worksheets/sheet${String(index + 1)}.xml"/>`,
  );
  return zipXml({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(parts.map((part, index) => [`xl/worksheets/sheet${String(index + 1)}.xml`, part])),
  });
}

/** A Word document with one paragraph for each text; a line break in it is a `<w:br/>`, a tab a `<w:tab/>`. */
export function makeDocx(paragraphs: readonly string[]): Uint8Array {
  const body = paragraphs.map((text) => {
    const runs = text
      .split('\n')
      .map((line) =>
        line
          .split('\t')
          .map((piece) => `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`)
          .join('<w:tab/>'),
      )
      .join('<w:br/>');
    return `<w:p><w:r>${runs}</w:r></w:p>`;
  });
  return zipXml({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}<w:sectPr/></w:body></w:document>`,
  });
}

/** A zip of texts, and of bytes as they are. */
export function zipXml(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const bytesOf = (file: string | Uint8Array): Uint8Array =>
    typeof file === 'string' ? strToU8(file) : file;
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, file]) => [name, bytesOf(file)])));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
