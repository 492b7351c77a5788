/** A plain value of Terraform, without the empty one. */
export type Scalar = string | number | boolean;

/** Another value for a variable of the root module, or for a field inside of one. */
export type VariableEdit = {
  kind: 'variable';
  /** For example `['autoscaling', 'max_count']`. */
  path: [string, ...string[]];
  from: Scalar;
  to: Scalar;
};

/** Another literal in the block of a resource. */
export type LiteralEdit = {
  kind: 'literal';
  type: string;
  name: string;
  /** Blocks inside of the resource that the attribute stands in. */
  blocks: string[];
  attribute: string;
  from: Scalar;
  to: Scalar;
};

/** A change of the code that makes it say what is real. */
export type Edit = VariableEdit | LiteralEdit;

/** The files of a root module, by their names. */
export type RootFiles = ReadonlyMap<string, string>;
