/** A tag as ECS spells it. */
export interface Tag {
  key: string;
  value: string;
}

/** An object that is kept and returned as the caller gave it. */
export type Verbatim = Record<string, unknown>;
