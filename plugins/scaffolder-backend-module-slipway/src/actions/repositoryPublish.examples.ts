import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Publish the workspace as a local repository',
    example: `steps:
  - id: publish
    name: Publish
    action: slipway:repository:publish
    input:
      name: orders
      entityRef: component:default/orders
`,
  },
];
