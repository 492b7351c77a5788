import { z } from 'zod';
import { planSchema } from './plan';

// An expression of an attribute, or the expressions of the blocks of that name; see `codeExpressionSchema`.
const expressionsSchema = z.record(z.string(), z.unknown());

/**
 * Where an attribute has its value from, as Terraform reads the code: a literal, or what the expression refers to.
 *
 * @public
 */
export const codeExpressionSchema = z.object({
  constant_value: z.unknown().optional(),
  references: z.array(z.string()).optional(),
});

/**
 * A plan with what Terraform read of the code: `configuration` and `variables` of `terraform show -json PLAN`.
 *
 * @remarks `variables` holds every variable in clear, sensitive ones among them.
 * @public
 */
export const codedPlanSchema = planSchema.extend({
  configuration: z.object({
    root_module: z.object({
      resources: z
        .array(
          z.object({
            address: z.string(),
            expressions: expressionsSchema.default({}),
          }),
        )
        .default([]),
    }),
  }),
  variables: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
});

/** @public */
export type CodedPlan = z.infer<typeof codedPlanSchema>;
