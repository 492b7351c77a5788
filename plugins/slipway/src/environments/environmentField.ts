import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** The name by which a template asks for the field: `ui:field: SlipwayEnvironmentPicker`. */
export const ENVIRONMENT_FIELD = 'SlipwayEnvironmentPicker';

/** What the field gives and what it can be told. */
export const environmentFieldSchema = makeFieldSchema({
  output: z => z.string().describe('Name of an environment'),
  uiOptions: z =>
    z.object({
      provisionedOnly: z
        .boolean()
        .optional()
        .describe(
          'Offer only environments that can hold services: those with a platform',
        ),
    }),
});
