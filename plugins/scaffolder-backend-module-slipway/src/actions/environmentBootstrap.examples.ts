import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Bootstrap an environment',
    example: `steps:
  - id: bootstrap
    name: Bootstrap as operator
    action: slipway:environment:bootstrap
    input:
      environment: dev
`,
  },
];
