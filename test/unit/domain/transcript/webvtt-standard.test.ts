import { describe, expect, test } from 'vitest';
import { cleanWebvtt, readWebvtt } from '../../../../domain/formats/webvtt.ts';

describe('WebVTT is read as its standard says', () => {
  const at = '00:00.000 --> 00:01.000';
  const read = (text: string): ReturnType<typeof readWebvtt>['cues'] => readWebvtt(cleanWebvtt(text)).cues;

  test.each<[string, string, [string | undefined, string][]]>([
    [
      'a timing line ends the cue before it',
      `${at}\na\n${at}\nb`,
      [
        [undefined, 'a'],
        [undefined, 'b'],
      ],
    ],
    ['the line above is an id, spaces and all', ` x \n${at}\na`, [[' x ', 'a']]],
    ['only one line is', `x\ny\n${at}\na`, [[undefined, 'a']]],
    ['a line of spaces ends nothing', `${at}\na\n \nb`, [[undefined, 'a\n \nb']]],
    ['an arrow that is no timing', `-->\n${at}\na`, [[undefined, 'a']]],
    [
      'carriage returns end lines',
      `x\r${at}\ra\r\r${at}\rb`,
      [
        ['x', 'a'],
        [undefined, 'b'],
      ],
    ],
    [
      'an empty payload',
      `${at}\n\n${at}`,
      [
        [undefined, ''],
        [undefined, ''],
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(read(`WEBVTT\n\n${body}`).map(({ id, payload }) => [id, payload])).toEqual(expected);
  });

  test.each<[string, number | undefined]>([
    ['00:01.500', 1500],
    ['00:00:01.500', 1500],
    ['7:00:01.500', 25_201_500],
    ['0:0:1.5', 1500],
    ['0:10:1', 601_000],
    ['00:01,500', 1500],
    ['0:01.500', undefined],
    ['00:0:01.500', undefined],
    ['00:00:01.50', undefined],
    ['00:00:01.5000', undefined],
    ['00:60:00.000', undefined],
    ['00:00:60.000', undefined],
    ['0:60:0', undefined],
    ['00:01', undefined],
    ['000:01.000', undefined],
    ['\u000b00:01.000', undefined],
  ])('the time %j is %s', (time, startMs) => {
    expect(read(`WEBVTT\n\n${time} --> 99:00:00.000\na`)[0]?.startMs).toBe(startMs);
  });

  test.each<[string, object | undefined]>([
    ['', undefined],
    ['align:start', { align: 'start' }],
    ['align:middle', undefined],
    ['align:', undefined],
    [':start align', undefined],
    ['line:-1', { line: -1, snapToLines: true }],
    ['line:1.5', { line: 1.5, snapToLines: true }],
    ['line:.5', undefined],
    ['line:50%,end', { line: 50, snapToLines: false, lineAlign: 'end' }],
    ['line:101%', undefined],
    ['position:10%', { position: 10 }],
    ['position:10%,line-left', { position: 10, positionAlign: 'line-left' }],
    ['position:10%,left', undefined],
    ['position:10', undefined],
    ['size:50%\tvertical:rl', { size: 50, vertical: 'rl' }],
    ['size:x vertical:up', undefined],
    ['region:r', { region: 'r' }],
    ['region:other', undefined],
    ['region:r line:1', { line: 1, snapToLines: true }],
  ])('the settings %j are %j', (settings, expected) => {
    const text = `WEBVTT\nheader: x\n\nREGION\nid:r width:40%\n\nREGION\nwidth:40%\n\nSTYLE\n::cue {}\n\nNOTE a\nb\n\n${at} ${settings}\na`;
    const { cues, warnings } = readWebvtt(text);
    expect(cues[0]?.settings).toEqual(expected);
    expect(warnings).toEqual([]);
  });
});
