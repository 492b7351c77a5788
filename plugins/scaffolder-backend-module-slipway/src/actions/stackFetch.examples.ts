import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Put the root module of a new service into the workspace',
    example: `steps:
  - id: target
    name: Look at the environment
    action: slipway:stack:fetch
    input:
      environment: dev
      kind: service
      stack: orders
      targetPath: ./terraform
      mustBeNew: true
`,
  },
];
