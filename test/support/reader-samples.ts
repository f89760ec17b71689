import { makeDocx, makeXlsx, zipXml } from './documents.ts';
import { is, item1, mat, offer, qti1, rule } from './qti1.ts';
import { choose, declare, item2 } from './qti2.ts';

const slide = (number: number, from: string, to: string): string =>
  `<image id="image${String(number)}" class="slide" in="${from}" out="${to}" xlink:href="presentation/a-1/slide-${String(number)}.png" width="1" height="1"/>`;

const townItem = item2({ declarations: declare(['A']), body: choose({ A: 'Oslo', B: 'Bergen' }) });
const townBank = qti1(
  item1({
    presentation: `${mat('Capital?')}<response_lid ident="r">${offer({ A: 'Oslo', B: 'Bergen' })}</response_lid>`,
    rules: rule(is('A'), '100'),
  }),
);
const manifest =
  '<manifest identifier="m"><metadata><schema>IMS Common Cartridge</schema></metadata><resources><resource identifier="r" href="a.xml"><file href="a.xml"/></resource></resources></manifest>';
const townAnswers = [
  { text: 'Oslo', correct: true },
  { text: 'Bergen', correct: false },
];

const otio = {
  OTIO_SCHEMA: 'Timeline.1',
  tracks: {
    OTIO_SCHEMA: 'Stack.1',
    markers: ['Intro', 'Scoping'].map((name, at) => ({
      OTIO_SCHEMA: 'Marker.2',
      name,
      marked_range: {
        OTIO_SCHEMA: 'TimeRange.1',
        start_time: { OTIO_SCHEMA: 'RationalTime.1', value: at * 250, rate: 25 },
        duration: { OTIO_SCHEMA: 'RationalTime.1', value: 0, rate: 25 },
      },
    })),
    children: [],
  },
};

/** One small file of each format that is read, by what it is read as. */
export const readerSamples: Readonly<
  Record<'outline' | 'transcript' | 'polls' | 'chat' | 'quiz', readonly (string | Uint8Array)[]>
> = {
  outline: [
    '0:00 Intro\n5:30 Scoping\n1:02:03 - Risk management [notes]\n',
    '# Agenda\n## 00:00 Intro\n- [05:30] Scoping\n* Risks (10:15.5)\n',
    'start,end,title\n0,330,"Intro, and more"\n330,,Scoping\n',
    'WEBVTT\n\n1\n00:00.000 --> 05:30.000\nIntro\n\n2\n05:30.000 --> 10:00.000\nScoping\n',
    '1\n00:00:00,000 --> 00:05:30,000\nIntro\n\n2\n00:05:30,000 --> 00:10:00,000\nScoping\n',
    '<?xml version="1.0"?><psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters"><psc:chapter start="0:00" title="Intro &amp; more"/><psc:chapter start="05:30" title="Scoping"/></psc:chapters>',
    '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Intro"},{"startTime":330.5,"title":"Scoping"}]}',
    ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=330000\ntitle=Intro \\= more\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=330000\nEND=600000\ntitle=Scoping\n',
    '<?xml version="1.0"?><Chapters><EditionEntry><ChapterAtom><ChapterTimeStart>00:00:00.000000000</ChapterTimeStart><ChapterDisplay><ChapterString>Intro</ChapterString></ChapterDisplay></ChapterAtom><ChapterAtom><ChapterTimeStart>00:05:30.000000000</ChapterTimeStart><ChapterDisplay><ChapterString>Scoping</ChapterString></ChapterDisplay></ChapterAtom></EditionEntry></Chapters>',
    'FILE "webinar.mp3" MP3\n  TRACK 01 AUDIO\n    TITLE "Intro"\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    TITLE "Scoping"\n    INDEX 01 05:30:00\n',
    'CHAPTER01=00:00:00.000\nCHAPTER01NAME=Intro\nCHAPTER02=00:05:30.250\nCHAPTER02NAME=Scoping\n',
    '[Bookmark]\n0=0*Intro*2800\n1=330000*Scoping*2800\n',
    'TITLE: Webinar\nFCM: NON-DROP FRAME\n\n001  AX V C 00:00:00:00 00:05:30:00 00:00:00:00 00:05:30:00\n* FROM CLIP NAME: Intro\n002  AX V C 00:05:30:00 00:10:00:00 00:05:30:00 00:10:00:00\n* FROM CLIP NAME: Scoping\n',
    '0 10.5 2\n10.5 00:00:30 2\n',
    '<?xml version="1.0"?><fcpxml version="1.10"><resources><format id="r1" frameDuration="1/25s"/></resources><library><event><project><sequence format="r1" tcStart="0s"><spine><asset-clip offset="0s" start="0s" duration="600s"><chapter-marker start="0s" duration="1/25s" value="Intro"/><chapter-marker start="330s" duration="1/25s" value="Scoping"/></asset-clip></spine></sequence></project></event></library></fcpxml>',
    JSON.stringify(otio),
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" id="svgfile">${slide(1, '0.0', '330.5')}${slide(2, '330.5', '600')}</svg>`,
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20260915T143000Z\r\nSUMMARY:Intro\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260915T143530Z\r\nSUMMARY:Scoping\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    'Agenda\n14:30 - 14:35 Intro\n14:35 - 15:00 Scoping\n15:00 Questions\n',
    makeDocx(['0:00 Intro', '5:30 Scoping']),
    makeXlsx([
      ['Start', 'Title'],
      ['0:00', 'Intro'],
      ['5:30', 'Scoping'],
    ]),
  ],
  transcript: [
    'WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.500\r\nAda: Welcome: all.\r\n\r\n2\r\n00:00:04.000 --> 00:00:06.000\r\nAnd that\r\n',
    'WEBVTT\n\nGUID/1-0\n0:0:0.0 --> 0:0:5.320\n<v User Name>text <b>bold</b></v>\n\n0:0:5.320 --> 0:0:7.0\n<v Other>more\n',
    'WEBVTT\n0:0:0.0 --> 0:0:2.0\n{"startDateTime":"x","endDateTime":"y","speakerName":"Ada","spokenText":"Hello","spokenLanguage":"en-us"}\n',
    '1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>again</i>\n',
    '0:00:01.000,0:00:02.500\nHello\n\n0:00:03.000,0:00:04.000\nagain\n',
    '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="00:00:01.000" end="2.5s">Hello<br/>you</p><p begin="3s" dur="1s">again</p></div></body></tt>',
    'Ada 0:03\nHello to all of you.\nGrace 0:10\nThanks.\n',
    makeDocx(['0:0:3.270 --> 0:0:4.250\nAda\nUmm.', '0:0:5.000 --> 0:0:6.000\nGrace\nYes.']),
  ],
  polls: [
    '\uFEFF#,User Name,User Email,Submitted Date/Time,\n1,Ada,a@example.org,"Nov 23, 2020 10:41:25","Which\nfirst?",Scope;Budget,Ready?,Yes\n2,Grace,g@example.org,"Nov 23, 2020 10:41:30","Which\nfirst?",Budget,Ready?,No\n',
    'Poll Report\nReport Generated:,"Nov 23, 2021"\nTopic,Webinar ID,Actual Start Time\nRisks,812,"Nov 23, 2021 10:00"\nPoll Details\n#,User Name,User Email,Submitted Date/Time,Ready?\n1,Ada,a@example.org,"Nov 23, 2021 10:41:25",Yes\n2,Anonymous Attendee,,"Nov 23, 2021 10:41:26",No\n',
    'Poll Report\nReport generated time,2026-01-01\nTopic,Webinar ID,Actual Start Time,# Poll\nRisks,812,2026-01-01,1\n#,User Name,User Email,Submitted Time (America/Los_Angeles),Question,Answer\n1,Ada,a@example.org,10:41,Ready?,Yes\n2,Grace,g@example.org,10:42,Ready?,No\n',
    '[{"timestamp":12,"type":"TF","question":"Ready?","answers":[{"key":"True","numVotes":3},{"key":"False","numVotes":1}],"responders":4}]',
    '<recording><event module="POLL" timestamp="1" eventname="PollStartedRecordEvent"><pollId>p</pollId><question>Ready?</question><type>TF</type><answers>[{"id":0,"key":"Yes"},{"id":1,"key":"No"}]</answers></event><event module="POLL" timestamp="2" eventname="UserRespondedToPollRecordEvent"><pollId>p</pollId><answerId>0</answerId><userId>u</userId></event></recording>',
    'Question,Yes,No\nReady?,3,1\nAgain?,2,2\n',
    'ID,Start time,Completion time,Email,Name,Ready?\n1,1/1/2026,1/1/2026,a@example.org,Ada,Yes\n2,1/1/2026,1/1/2026,g@example.org,Grace,No\n',
    makeXlsx([
      ['Id', 'Start time', 'Completion time', 'Email', 'Name', 'Ready?'],
      [1, 'x', 'y', 'a@example.org', 'Ada', 'Yes'],
    ]),
  ],
  chat: [
    '00:01:02\tAda Lovelace:\tSee https://example.org/a?b=1\r\n00:01:05\tGrace:\tThanks\r\nand more\r\n',
    '10:15:00 From Ada to Everyone:\n\tWhat is next?\n10:16:00 From Grace to Everyone:\n\thttps://example.org/\n',
    '<popcorn><chattimeline in="12" direction="down" name="Ada" message="Hello &lt;a href=&quot;https://example.org&quot;&gt;link&lt;/a&gt;" target="chat"/></popcorn>',
    '{"value":[{"createdDateTime":"2026-09-15T14:31:00Z","from":{"user":{"displayName":"Ada"}},"body":{"contentType":"html","content":"<p>See <a href=\\"https://example.org/a\\">this</a></p>"}}]}',
    '0:00:01.000,0:00:02.500\nAda: What is next?\n\n0:00:03.000,0:00:04.000\nGrace: https://example.org/\n',
    '[1/2/26, 10:15] Ada: Hello\n[1/2/26, 10:16] Grace: What is next?\n',
  ],
  quiz: [
    '$CATEGORY: a/b\n\n::Q1::[html]What is <b>right</b>? {=%50%this#yes ~%-50%that\\~ =%100%both ####General}\n\n::Q2::Match {=a -> b =c -> d}\n\nNumber {#3.1:0.1}\n\nTrue? {T#no#yes}\n\nMissing {=word} end.\n\nEssay {}\n',
    'What is right?\nA) this\nB. that\nC) both\nANSWER: C\n\nAnd now?\nA. x\nB. y\nANSWER: A\n',
    '<?xml version="1.0" encoding="UTF-8"?><quiz><question type="category"><category><text>$course$/a</text></category></question><question type="multichoice"><name><text>Q</text></name><questiontext format="html"><text><![CDATA[<p>Right &amp; <b>good</b>?</p>]]></text></questiontext><single>true</single><answer fraction="100" format="html"><text>a</text><feedback><text>yes</text></feedback></answer><answer fraction="0"><text>b</text></answer></question><question type="numerical"><name><text>N</text></name><questiontext><text>How many?</text></questiontext><answer fraction="100"><text>3.1</text><tolerance>0.1</tolerance></answer></question><question type="cloze"><name><text>C</text></name><questiontext><text>It is {1:MULTICHOICE:=red~blue} and {1:SA:=big}.</text></questiontext></question></quiz>',
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="Q" adaptive="false" timeDependent="false"><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody><choiceInteraction responseIdentifier="RESPONSE" shuffle="TRUE" maxChoices="1"><prompt>Right?</prompt><simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody><responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/></assessmentItem>',
    '<questestinterop><assessment ident="a" title="T"><section ident="s"><item ident="i" title="Q"><presentation><material><mattext texttype="text/html">&lt;p&gt;Right?&lt;/p&gt;</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="A"><material><mattext>a</mattext></material></response_label><response_label ident="B"><material><mattext>b</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing><outcomes><decvar maxvalue="100" varname="SCORE"/></outcomes><respcondition continue="No"><conditionvar><varequal respident="r">A</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>',
    '{"questions":[{"type":"single-choice","prompt":"Right?","choices":[{"text":"a","weight":1},{"text":"b","weight":0}]}]}',
    zipXml({ 'imsmanifest.xml': manifest, 'a.xml': townItem }),
    zipXml({ 'imsmanifest.xml': manifest, 'a.xml': townBank, 'non_cc_assessments/q.xml.qti': townBank }),
    zipXml({
      'h5p.json': '{"mainLibrary":"H5P.MultiChoice","title":"Towns"}',
      'content/content.json': JSON.stringify({ question: '<p>Capital?</p>', answers: townAnswers }),
    }),
    makeXlsx([
      ['Question', 'Answer 1', 'Answer 2', 'Correct answer'],
      ['Capital?', 'Oslo', 'Bergen', 1],
    ]),
    'Question,Option 1,Option 2,Answer\nCapital?,Oslo,Bergen,1\n',
  ],
};
