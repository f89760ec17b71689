import lists from 'stopword';

/** Said in every webinar and about nothing. */
const fillers: readonly string[] = (
  'ah aha also anything back basically bit bye can come comes cool could day do does done everybody everyone ' +
  'everything first folks get gets give go goes going gonna good goodbye got guys happens hello here hey hi hmm ' +
  'huh just keep kind know last let lets like little look looking lot made make makes many maybe mean means mhm mm ' +
  'much nobody need needs never new next nice now oh ok okay one part perfect people please put question questions ' +
  'quite really right said say says see show sort start started stuff sure take takes talk talking tell thank ' +
  'thanks thing things think third time today two uh um use used using wanna want way we week welcome well whatever ' +
  'will work works would yeah yep yes'
).split(' ');

/** The languages that a transcript is tried as: where words are written with spaces between them. */
const languages =
  'eng deu fra spa ita por nld dan swe nob fin pol ces slk hun ron tur ell rus ukr bul hrv cat ind vie heb ara fas hin zho jpn kor'.split(
    ' ',
  );

/**
 * The function words of the language that a text is most likely in ("the", "und", "de la"), with the fillers of
 * speech: the language is the one whose list covers most of the text's words. `words` are in lower case.
 */
export function functionWordsOf(words: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best: readonly string[] = [];
  let bestShare = -1;
  for (const language of languages) {
    const list = listOf(language);
    const covered = list.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
    // Long lists cover more by their length alone.
    const share = covered / Math.log(list.length + 10);
    if (share > bestShare) [best, bestShare] = [list, share];
  }
  return new Set([...best, ...fillers]);
}

function listOf(language: string): readonly string[] {
  const list = lists[language];
  return Array.isArray(list) ? list.filter((word): word is string => typeof word === 'string') : [];
}
