import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'See what reconciling a service would do',
    example: `steps:
  - id: plan
    name: Plan
    action: slipway:stack:plan
    input:
      environment: dev
      kind: service
      stack: orders
      source: bundle
`,
  },
];
