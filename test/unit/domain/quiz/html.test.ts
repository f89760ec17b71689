import { expect, test } from 'vitest';
import { readHtml } from '../../../../domain/quiz/html.ts';

test.each<[html: string, text: string, lost?: string[]]>([
  ['<p>One<br>two</p><p>three</p>', 'One\ntwo\nthree'],
  ['<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>', '- a\n- b\n1. c\n2. d'],
  ['<li>stray</li>', 'stray'],
  [
    '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><td>stray</td>',
    'A | B\n1 | 2\nstray',
  ],
  [
    'x<sup>2</sup> + H<sub>2</sub>O + y<sup>k+1</sup> + z<sup>q</sup> + <sub>ab</sub>',
    'x² + H₂O + y^(k+1) + z^q + _(ab)',
  ],
  [
    '<a href="https://x.org/a">here</a> <a href="https://x.org/b">https://x.org/b</a> <a href="https://x.org/c"> </a> <a href="#top">top</a>',
    'here (https://x.org/a) https://x.org/b https://x.org/c top',
  ],
  ['<a href="@@PLUGINFILE@@/a.pdf">file</a>', 'file', ['an attached file']],
  ['<a href="$IMS-CC-FILEBASE$/a.pdf">file</a>', 'file', ['an attached file']],
  ['<math alttext="x^2"><mi>x</mi></math>', '\\(x^2\\)'],
  ['<math><mi>x</mi><mo>+</mo></math>', 'x+', ['a formula']],
  [
    '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation><annotation encoding="text">no</annotation></semantics></math>',
    '\\(x_1\\)',
  ],
  ['<script>bad()</script>seen<style>p{}</style>', 'seen'],
  ['<pre>a\n  b\nc</pre>d', 'a\n  b\nc\nd'],
  ['<pre>\n</pre>', ''],
  ['<img src="a/b.png?x=1" alt="A map">', '[Picture: A map]', ['the picture "b.png"']],
  ['<img src="a/b.png?x=1">', '[Picture: b.png]', ['the picture "b.png"']],
  ['<img src="data:image/png;base64,AAAA">', '[Picture]', ['a picture']],
  ['<img>', '[Picture]', ['a picture']],
  ['<svg aria-label="chart"><text>hidden</text></svg>after', '[Picture: chart]after', ['a picture']],
  ['<svg><text>hidden</text></svg>', '[Picture]', ['a picture']],
  ['<img data-equation-content="x^2">', '\\(x^2\\)'],
  [
    '<object type="image/png" data="pics/a.png">fallback</object>',
    '[Picture: a.png]',
    ['the picture "a.png"'],
  ],
  ['<object data="a.swf">x</object>', '', ['a sound or a video']],
  ['<video src="a.mp4">old<img src="x.png"><br><p>y</p></video>z', 'z', ['a sound or a video']],
  ['<embed src="a.mid">b', 'b', ['a sound or a video']],
  ['</embed>x', 'x'],
  ['<audio></audio>s', 's', ['a sound or a video']],
  ['<a href="https://x.org/d">one<br>two<p>three</p></a>', 'one two three (https://x.org/d)'],
  ['<sup>a<sub>b</sup>c', '^(a_b)c'],
  ['<a href="https://x.org/e">open', 'open (https://x.org/e)'],
  ['</sup>x', 'x'],
  ['</li>x', 'x'],
  ['a<hr>b', 'a\nb'],
  ['</ul></tr></pre>x', 'x'],
  ['<b>a</b>&nbsp;&amp; b', 'a & b'],
  ['<!-- c -->t', 't'],
  ['<annotation>q</annotation>r', 'r'],
  ['<object>x</object>', '', ['a sound or a video']],
  ['<blockquote>q</blockquote>r', 'q\nr'],
  ['<sub><a href="https://x.org/f">n</a></sub>', '_(n (https://x.org/f))'],
])('%j reads as %j', (html, text, lost = []) => {
  const read = readHtml(html);
  expect(read.text).toBe(text);
  expect([...read.lost]).toEqual(lost);
});
