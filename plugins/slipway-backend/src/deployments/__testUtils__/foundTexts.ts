import { diagnose } from '../diagnose';
import { failureRules } from '../failureRules';

/** Words of ECS, with names and ids of ours. */
export interface FoundText {
  text: string;
  exitCode?: number;
  /** Address of a public page or report that has them. */
  source?: string;
}

/** Words of ECS by the name of the rule that explains them. */
export type FoundTexts = Record<string, FoundText[]>;

/** The texts that the whole table gives to another rule than to theirs, with the rule they are given to. */
export function misjudged(found: FoundTexts): string[] {
  return Object.entries(found).flatMap(([name, texts]) =>
    texts.flatMap(failure => {
      const { explanation } = diagnose(failure) ?? {};
      const rule = failureRules.find(one => one.explanation === explanation);
      return rule?.name === name
        ? []
        : `${name} became ${rule?.name}: ${failure.text}`;
    }),
  );
}

/** The rules of whose texts none was found at a public address. */
export function withoutSource(found: FoundTexts): string[] {
  return Object.entries(found).flatMap(([name, texts]) =>
    texts.some(({ source }) => source?.startsWith('https://')) ? [] : name,
  );
}
