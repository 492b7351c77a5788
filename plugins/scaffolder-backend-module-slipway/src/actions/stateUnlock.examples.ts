import { type TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of the action; its tests run them. */
export const examples: TemplateExample[] = [
  {
    description: 'Free the lock that a killed run left behind',
    example: `steps:
  - id: unlock
    name: Free the lock
    action: slipway:state:unlock
    input:
      environment: dev
      kind: service
      stack: orders
      lockId: 7a8c9f3e-6f2b-2d7c-9f38-2a0e0c2f8f11
`,
  },
];
