import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Destroy the infrastructure of a service',
    example: `steps:
  - id: destroy
    name: Destroy
    action: slipway:stack:destroy
    input:
      environment: dev
      kind: service
      stack: orders
      confirm: orders
`,
  },
];
