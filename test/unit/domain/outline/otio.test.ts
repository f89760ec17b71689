import { testOutlines } from '../../../support/outline-table.ts';

const time = (value: number, rate = 25): object => ({ OTIO_SCHEMA: 'RationalTime.1', value, rate });
const range = (start: number, duration: number, rate = 25): object => ({
  OTIO_SCHEMA: 'TimeRange.1',
  start_time: time(start, rate),
  duration: time(duration, rate),
});
const marker = (name: string | null, start: number, duration = 0, rate = 25): object => ({
  OTIO_SCHEMA: 'Marker.2',
  name,
  marked_range: range(start, duration, rate),
});
const clip = (name: string, start: number, duration: number, more: object = {}): object => ({
  OTIO_SCHEMA: 'Clip.2',
  name,
  source_range: range(start, duration),
  ...more,
});
const track = (children: unknown[], more: object = {}): object => ({
  OTIO_SCHEMA: 'Track.1',
  kind: 'Video',
  children,
  ...more,
});
const stack = (children: object[], more: object = {}): object => ({
  OTIO_SCHEMA: 'Stack.1',
  children,
  ...more,
});
const timeline = (tracks: unknown): string => JSON.stringify({ OTIO_SCHEMA: 'Timeline.1', tracks }, null, 1);
const otio = (children: unknown[], more: object = {}): string => timeline(stack([track(children, more)]));
const marked = (...markers: unknown[]): object => ({ markers });

let deep: object = clip('x', 0, 25, marked(marker('deep', 0)));
for (let depth = 0; depth < 1000; depth += 1) deep = stack([deep]);

testOutlines(
  'otio',
  otio([
    clip('a', 50, 250, marked(marker('Café', 50), marker('B', 75, 50))),
    { OTIO_SCHEMA: 'Gap.1', source_range: range(0, 25) },
    clip('b', 0, 100, marked(marker('C', 25))),
  ]),
  ['0 Café', '1000-3000 B', '12000 C'],
  [
    [
      'markers of tracks',
      otio([clip('a', 0, 250)], marked(marker('A', 0), marker('B', 125))),
      ['0 A', '5000 B'],
    ],
    [
      'markers of the stack',
      timeline(stack([track([clip('a', 0, 250)])], marked(marker('A', 0), marker('B', 50)))),
      ['0 A', '2000 B'],
    ],
    [
      '23.976 frames',
      otio([clip('a', 0, 9000)], marked(marker('A', 0), marker('B', 2400, 0, 24000 / 1001))),
      ['0 A', '100100 B'],
    ],
    ['29.97 frames', otio([clip('a', 0, 9000)], marked(marker('A', 1800, 0, 30000 / 1001))), ['60060 A']],
    [
      'clips of a timeline without markers',
      otio([
        clip('One', 0, 250),
        { OTIO_SCHEMA: 'Transition.1' },
        {
          OTIO_SCHEMA: 'Clip.2',
          name: 'Two',
          media_references: { DEFAULT_MEDIA: { available_range: range(0, 50) } },
        },
        { OTIO_SCHEMA: 'Clip.1', media_reference: null },
      ]),
      ['0-10000 One', '10000-12000 Two'],
      /no markers; its clips were read/,
    ],
    [
      'a stack inside a track',
      otio([
        clip('a', 0, 50),
        stack([track([clip('in', 0, 25, marked(marker('In', 0)))])]),
        clip('b', 0, 50, marked(marker('After', 0))),
      ]),
      ['2000 In', '3000 After'],
    ],
    [
      'a stack cut to a part of itself',
      otio([
        clip('a', 0, 50),
        stack([track([clip('in', 0, 250, marked(marker('In', 125)))])], { source_range: range(100, 50) }),
        clip('b', 0, 50, marked(marker('After', 0))),
      ]),
      ['3000 In', '4000 After'],
    ],
    [
      'tracks above one another',
      timeline(
        stack([
          track([clip('low', 0, 250)]),
          track([clip('high', 0, 25), clip('late', 0, 25, marked(marker('M', 0)))]),
        ]),
      ),
      ['1000 M'],
    ],
    [
      'clips of the lowest track only',
      timeline(stack([track([clip('low', 0, 250)]), track([clip('high', 0, 25)])])),
      ['0-10000 low'],
    ],
    [
      'a collection',
      JSON.stringify({
        OTIO_SCHEMA: 'SerializableCollection.1',
        children: [clip('a', 0, 25), clip('b', 0, 25)],
      }),
      ['0-1000 a', '1000-2000 b'],
    ],
    [
      'a media reference of its own',
      otio([
        {
          OTIO_SCHEMA: 'Clip.1',
          name: 'a',
          media_reference: { available_range: range(10, 50) },
          markers: [marker('M', 35)],
        },
      ]),
      ['1000 M'],
    ],
    [
      'a marker without a name',
      otio([clip('a', 0, 25, marked(marker(null, 0)))]),
      ['0 Chapter 1'],
      /no title/,
    ],
    ['a clip without a name', otio([{ ...clip('', 0, 25), name: null }]), ['0-1000 Chapter 1'], /no title/],
    ['markers that are none', otio([clip('a', 0, 25, marked(7, { name: 'x' }, marker('M', 0)))]), ['0 M']],
    ['a rate of nothing', otio([clip('a', 0, 25, marked(marker('x', 1, 0, 0), marker('M', 0)))]), ['0 M']],
    ['a marker before the beginning', otio([clip('a', 50, 25, marked(marker('M', 0)))]), ['0 M']],
    [
      'a range without a length',
      otio([{ ...clip('a', 0, 0), source_range: { start_time: time(0) } }, clip('b', 0, 25)]),
      ['0-1000 b'],
    ],
    ['children that are none', otio([null, 'x', clip('b', 0, 25)]), ['0-1000 b']],
    [
      'fields of the wrong kind',
      otio([
        { ...clip('a', 0, 25), name: 7, markers: 'x', children: 3, media_reference: 4, media_references: 5 },
        clip('b', 0, 25),
      ]),
      ['0-1000 Chapter 1', '1000-2000 b'],
    ],
    [
      'two markers at one time',
      otio([clip('a', 0, 25, marked(marker('A', 0), marker('B', 0)))]),
      ['0 A'],
      /like "A"/,
    ],
    [
      'a marker beyond all clocks',
      otio([clip('a', 0, 25, marked(marker('A', 0), marker('B', 1e15)))]),
      ['0 A'],
      /1000 hours/,
    ],
    ['nothing in it', otio([]), 'outline-no-times'],
    ['no tracks', timeline(null), 'outline-no-times'],
    ['no item', '[{"a":"OTIO_SCHEMA"}]', 'outline-no-times'],
    ['cut off', otio([]).slice(0, -3), 'outline-bad-lines', /not complete JSON/],
    ['stacks in stacks without end', otio([deep]), 'outline-no-times'],
  ],
);
