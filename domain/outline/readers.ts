import { agendaReader } from './agenda.ts';
import { bigBlueButtonReader } from './bigbluebutton.ts';
import { csvOutlineReader } from './csv.ts';
import { cueReader } from './cue.ts';
import { edlReader } from './edl.ts';
import { fcpxmlReader } from './fcpxml.ts';
import { ffmetadataReader } from './ffmetadata.ts';
import { icalendarReader } from './icalendar.ts';
import { jsonOutlineReader } from './json.ts';
import { matroskaXmlReader } from './matroska-xml.ts';
import { mplayerEdlReader } from './mplayer-edl.ts';
import { ogmReader } from './ogm.ts';
import { otioReader } from './otio.ts';
import { pbfReader } from './pbf.ts';
import { podloveXmlReader } from './podlove-xml.ts';
import type { OutlineReader } from './reader.ts';
import { srtOutlineReader } from './srt.ts';
import { textOutlineReader } from './text.ts';
import { webvttOutlineReader } from './webvtt.ts';

/** Every format of outline; the first that recognises the text reads it, and plain text takes what is left. */
export const outlineReaders: readonly OutlineReader[] = [
  webvttOutlineReader,
  otioReader,
  jsonOutlineReader,
  podloveXmlReader,
  matroskaXmlReader,
  fcpxmlReader,
  bigBlueButtonReader,
  ffmetadataReader,
  icalendarReader,
  cueReader,
  pbfReader,
  ogmReader,
  edlReader,
  mplayerEdlReader,
  srtOutlineReader,
  agendaReader,
  csvOutlineReader,
  textOutlineReader,
];
