/** Values of IAM condition keys, for example `aws:RequestTag/team`. */
export type ConditionContext = Record<string, string | string[]>;

/** One question to IAM: may the caller do this action on this resource? A call needs a yes to each of its questions. */
export interface Authorization {
  /** IAM action, for example `ecs:UpdateService`. */
  action: string;
  /**
   * ARN of the resource. `undefined` where the emulator does not know which resource a call concerns: then only a
   * statement with `Resource: "*"` allows it.
   */
  resource?: string;
  /** Condition keys of this question, beside those that every request has. */
  context?: ConditionContext;
  /** The resource does not exist yet, so it has no tags to look up. */
  isCreated?: boolean;
}
