import type { PickedItem, Picker } from '../../domain/api/picker.ts';

export type OfferedModule = Picker['modules'][number];

/** What is chosen of one module: all of it as one activity, or these chapters as one each. */
export type Choice = { as: 'module' } | { as: 'chapters'; chapterIds: readonly string[] };

/** What is chosen, by module id; a module of which nothing is chosen is absent. */
export type Selection = ReadonlyMap<string, Choice>;

/** Whether nothing, some or all of a module is chosen. */
export function extentOf(module: OfferedModule, choice: Choice | undefined): 'none' | 'some' | 'all' {
  if (choice === undefined) return 'none';
  if (choice.as === 'module' || choice.chapterIds.length === module.chapters.length) return 'all';
  return 'some';
}

/** Whether this chapter comes along, on its own or with its module. */
export function isChapterChosen(choice: Choice | undefined, chapterId: string): boolean {
  return choice !== undefined && (choice.as === 'module' || choice.chapterIds.includes(chapterId));
}

/** Chooses all chapters of a module, or none. */
export function toggleModule(selection: Selection, module: OfferedModule): Selection {
  if (extentOf(module, selection.get(module.id)) === 'all') return without(selection, module.id);
  const chapterIds = module.chapters.map((chapter) => chapter.id);
  return withChoice(selection, module.id, { as: 'chapters', chapterIds });
}

/** Chooses or leaves one chapter. Leaving one of a module chosen whole keeps the others, as one activity each. */
export function toggleChapter(selection: Selection, module: OfferedModule, chapterId: string): Selection {
  const before = module.chapters
    .map((chapter) => chapter.id)
    .filter((id) => isChapterChosen(selection.get(module.id), id));
  const after = before.includes(chapterId)
    ? before.filter((id) => id !== chapterId)
    : module.chapters.map(({ id }) => id).filter((id) => id === chapterId || before.includes(id));
  if (after.length === 0) return without(selection, module.id);
  return withChoice(selection, module.id, { as: 'chapters', chapterIds: after });
}

/** Makes of a wholly chosen module one activity, or one for each chapter. */
export function placeAs(selection: Selection, module: OfferedModule, as: Choice['as']): Selection {
  const choice: Choice =
    as === 'module' ? { as } : { as: 'chapters', chapterIds: module.chapters.map((chapter) => chapter.id) };
  return withChoice(selection, module.id, choice);
}

/** A selection of exactly one activity, for platforms that take one. */
export function onlyThis(item: PickedItem): Selection {
  return new Map([
    [
      item.moduleId,
      item.chapterId === undefined
        ? { as: 'module' as const }
        : { as: 'chapters' as const, chapterIds: [item.chapterId] },
    ],
  ]);
}

/** The activities to be made, in the order of the modules and their chapters. */
export function itemsOf(modules: readonly OfferedModule[], selection: Selection): PickedItem[] {
  return modules.flatMap((module): PickedItem[] => {
    const choice = selection.get(module.id);
    if (choice === undefined) return [];
    if (choice.as === 'module') return [{ moduleId: module.id }];
    return choice.chapterIds.map((chapterId) => ({ moduleId: module.id, chapterId }));
  });
}

/** The modules whose title or chapters' titles hold every word of the query. */
export function searchModules(modules: readonly OfferedModule[], query: string): readonly OfferedModule[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return modules;
  return modules.filter((module) => {
    const text = [module.title, ...module.chapters.map((chapter) => chapter.title)]
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function withChoice(selection: Selection, moduleId: string, choice: Choice): Selection {
  return new Map(selection).set(moduleId, choice);
}

function without(selection: Selection, moduleId: string): Selection {
  const left = new Map(selection);
  left.delete(moduleId);
  return left;
}
