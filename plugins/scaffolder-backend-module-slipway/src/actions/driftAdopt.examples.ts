import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Write what is real into the code of a service',
    example: `steps:
  - id: adopt
    name: Take what is real into the code
    action: slipway:drift:adopt
    input:
      environment: dev
      entityRef: component:default/orders
`,
  },
];
