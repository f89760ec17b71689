import { attributeOf, textInside, type XmlElement } from '../../formats/xml.ts';
import type { PictureFinder } from '../found-pictures.ts';
import { feedElement, feedHtml, finishFlow, looksLikeHtml, type FlowedText } from '../html.ts';
import { TextFlow } from '../text-flow.ts';

/** The text of what QTI 1 calls material, wherever it stands inside an element. */
export function readMaterial(element: XmlElement, findPicture?: PictureFinder): FlowedText {
  const flow = new TextFlow(findPicture);
  feedMaterial(flow, element, () => false);
  return finishFlow(flow);
}

/** Gives the material inside an element to a flow; `take` deals with the elements it knows. */
export function feedMaterial(
  flow: TextFlow,
  element: XmlElement,
  take: (child: XmlElement) => boolean,
): void {
  for (const child of element.children) {
    if (!take(child)) feedOne(flow, child, take);
  }
}

function feedOne(flow: TextFlow, element: XmlElement, take: (child: XmlElement) => boolean): void {
  switch (element.name) {
    case 'mattext':
    case 'matemtext':
    case 'mat_formattedtext':
      feedText(flow, element);
      return;
    case 'matbreak':
      flow.open('br');
      return;
    case 'matimage':
      feedPicture(flow, element);
      return;
    case 'mataudio':
    case 'matvideo':
      flow.open('audio');
      flow.close('audio');
      return;
    case 'matapplication':
    case 'matapplet':
      flow.lost.add('an attached file');
      return;
    default:
      if (blocks.has(element.name)) flow.open('div');
      feedMaterial(flow, element, take);
      if (blocks.has(element.name)) flow.close('div');
  }
}

const blocks = new Set(['flow', 'flow_mat', 'flow_label', 'material', 'response_label']);

function feedText(flow: TextFlow, element: XmlElement): void {
  const type = attributeOf(element, 'texttype') || attributeOf(element, 'type');
  if (element.children.length > 0) {
    feedElement(flow, element, () => false);
    return;
  }
  const text = textInside(element);
  const isPlain = /plain/i.test(type);
  if (!isPlain && (/html|smart/i.test(type) || looksLikeHtml(text))) feedHtml(flow, text);
  else {
    text
      .trim()
      .split('\n')
      .forEach((line, index) => {
        if (index > 0) flow.open('br');
        flow.text(line);
      });
  }
}

/** A picture lies in a file of its own, or in its element (ASI binding 1.2 §3.7.7). */
function feedPicture(flow: TextFlow, picture: XmlElement): void {
  const alt = attributeOf(picture, 'label') || attributeOf(picture, 'alt');
  const held = textInside(picture).trim();
  const isHeld = held !== '' && /base64/i.test(attributeOf(picture, 'embedded'));
  const src = isHeld
    ? `data:${attributeOf(picture, 'imagtype')};base64,${held}`
    : attributeOf(picture, 'uri');
  flow.open('img', { alt, src });
}
